"""Who asks and who is signed in, for the routes of every capability that has to do with persons."""

from typing import cast

from chalicelib.accounts.actions.new_password import password_demands
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.errors import PasswordChangeNeeded, SignInNeeded, WhoNeeded
from chalicelib.accounts.schemas import Rule
from chalicelib.accounts.visitor import KnownDevice, Visitor
from chalicelib.cloud.keyring import Purpose
from chalicelib.web import cookies
from chalicelib.web.visit import Entrance, Visit

PEOPLE = Entrance(
    cookie=cookies.SESSION,
    resume=resume,
    home="/",
    sign_in="/sign-in",
    sign_out="/sign-out",
    sessions="/account/sessions",
)
_BROWSER = Purpose("browser")
ACCOUNTS_OF_A_DEVICE = 8  # that its cookie remembers


# --- who is signed in ---


def signed_in(visit: Visit) -> None:
    """Let in who is signed in and has nothing more urgent to do."""
    signed_in_by_name(visit)
    if person(visit).must_change_password:
        raise PasswordChangeNeeded


def signed_in_by_name(visit: Visit) -> None:
    """Let in who is signed in and has said who it is, with an expired password too (SECURITY SEC13)."""
    if person(visit).must_say_who:
        raise WhoNeeded


def signed_in_at_all(visit: Visit) -> None:
    """Let in who is signed in: to sign out, to stay, to say who it is."""
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


def remember_device(visit: Visit, who: str) -> None:
    """Give the browser a name of its own: its failures are counted apart from now on (SECURITY SEC07)."""
    before = known_device(visit) or KnownDevice(visit.services.ids.new(), ())
    accounts = list(dict.fromkeys([who, *before.accounts]))[:ACCOUNTS_OF_A_DEVICE]
    device = cookies.seal(visit.services.keyring, cookies.DEVICE, {"id": before.id, "accounts": accounts})
    visit.set_cookie(cookies.DEVICE, device, visit.portal.policies.lockout.known_device)


def password_rules(visit: Visit) -> tuple[Rule, ...]:
    """Return the portal's rules for passwords as a page shows them."""
    return tuple(Rule(slug=d.slug, text=visit.words(d.text)) for d in password_demands(visit.portal))
