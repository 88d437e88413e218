"""What the routes of accounts share: who asks, and the words of some answers."""

from datetime import timedelta

from chalicelib.accounts.actions.new_password import password_demands
from chalicelib.accounts.pages import Accepted, AudienceChoice, Changed, Rule
from chalicelib.accounts.visitor import KnownDevice, Visitor
from chalicelib.cloud.keyring import Purpose
from chalicelib.phrase import Phrase
from chalicelib.refusal import Absent
from chalicelib.web import cookies
from chalicelib.web.visit import Visit

_BROWSER = Purpose("browser")


# --- access ---


def sign_up_is_open(visit: Visit) -> None:
    """Let anyone in, where people open their accounts themselves (REQUIREMENTS A1)."""
    if not visit.portal.policies.sign_up.open:
        raise Absent


# --- who asks ---


def visitor(visit: Visit) -> Visitor:
    """Return what the actions may know of the one who asks. A program has no browser."""
    named = None if visit.incoming.wants_json else visit.services.keyring.pseudonym(_BROWSER, visit.browser)
    return Visitor(
        language=visit.language,
        address=visit.incoming.address,
        browser=named,
        agent=visit.incoming.header("user-agent"),
        device=known_device(visit),
    )


def known_device(visit: Visit) -> KnownDevice | None:
    """Return what this browser's cookie says of earlier sign-ins; it is sealed, so nobody else wrote it."""
    content = visit.unsealed(cookies.DEVICE)
    return KnownDevice(content["id"], tuple(content["accounts"])) if content else None


def carry_identifier(visit: Visit, email: str) -> None:
    """Hand the address to the sign-in page, where one signs in with it."""
    if "email" in visit.portal.audiences[0].identifiers:
        visit.carry(identifier=email)


# --- words ---


def accepted(visit: Visit, what: Phrase) -> Accepted:
    return Accepted(message=visit.words(what))


def changed(visit: Visit, what: Phrase) -> Changed:
    return Changed(message=visit.words(what))


def password_rules(visit: Visit) -> tuple[Rule, ...]:
    """Return the portal's rules for passwords as a page shows them."""
    return tuple(Rule(slug=d.slug, text=visit.words(d.text)) for d in password_demands(visit.portal))


def seconds(span: timedelta) -> int:
    """Return a span as programs are told it."""
    return int(span.total_seconds())


def audience_choices(visit: Visit) -> tuple[AudienceChoice, ...]:
    """Return the audiences to choose from; none where there is no choice."""
    audiences = visit.portal.audiences
    choices = [AudienceChoice(key=audience.key, name=audience.name[visit.language]) for audience in audiences]
    return tuple(choices) if len(choices) > 1 else ()
