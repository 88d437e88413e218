"""What the routes of accounts share: who asks, who is signed in, and the words of some answers."""

from datetime import timedelta
from typing import cast

from chalicelib.accounts.actions.new_password import password_demands
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.pages import Accepted, AudienceChoice, Changed, Rule
from chalicelib.accounts.problems import PasswordChangeNeeded, SignInNeeded
from chalicelib.accounts.visitor import KnownDevice, Visitor
from chalicelib.cloud.keyring import Purpose
from chalicelib.phrase import Phrase
from chalicelib.refusal import Absent
from chalicelib.web import cookies
from chalicelib.web.languages import say
from chalicelib.web.visit import Visit

_BROWSER = Purpose("browser")


# --- access ---


def sign_up_is_open(visit: Visit) -> None:
    """Let anyone in, where people open their accounts themselves (REQUIREMENTS A1)."""
    if not visit.portal.policies.sign_up.open:
        raise Absent


def signed_in(visit: Visit) -> None:
    """Let in who is signed in and has nothing more urgent to do."""
    if person(visit).must_change_password:
        raise PasswordChangeNeeded


def signed_in_at_all(visit: Visit) -> None:
    """Let in who is signed in, with an expired password too (SECURITY SEC13)."""
    person(visit)


def person(visit: Visit) -> Person:
    """Return who is signed in; raise SignInNeeded."""
    if visit.signed_in is None:
        raise SignInNeeded
    return cast("Person", visit.signed_in)


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


def words(visit: Visit, what: Phrase) -> str:
    return say(what, visit.language, visit.portal.zone)


def accepted(visit: Visit, what: Phrase) -> Accepted:
    return Accepted(message=words(visit, what))


def changed(visit: Visit, what: Phrase) -> Changed:
    return Changed(message=words(visit, what))


def password_rules(visit: Visit) -> tuple[Rule, ...]:
    """Return the portal's rules for passwords as a page shows them."""
    return tuple(Rule(slug=d.slug, text=words(visit, d.text)) for d in password_demands(visit.portal))


def seconds(span: timedelta) -> int:
    """Return a span as programs are told it."""
    return int(span.total_seconds())


def audience_choices(visit: Visit) -> tuple[AudienceChoice, ...]:
    """Return the audiences to choose from; none where there is no choice."""
    audiences = visit.portal.audiences
    choices = [AudienceChoice(key=audience.key, name=audience.name[visit.language]) for audience in audiences]
    return tuple(choices) if len(choices) > 1 else ()
