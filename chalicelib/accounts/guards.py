"""Guards for people: who is signed in, and what is known of a visitor."""

from collections.abc import Sequence

from chalicelib.accounts.actions.new_password import password_demands
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.errors import PasswordChangeNeeded, SignInNeeded, WhoNeeded
from chalicelib.accounts.schemas import Rule
from chalicelib.accounts.visitor import KnownDevice, Visitor
from chalicelib.cloud.keyring import Purpose
from chalicelib.web import cookies
from chalicelib.web.request import Realm, Request
from chalicelib.web.router import proven_by

PEOPLE: Realm[Person] = Realm(
    cookie=cookies.SESSION,
    resume=resume,
    home="guidance.home",
    sign_in="sign_in.page",
    sign_out="sign_in.sign_out",
    sessions="account.sessions",
    stay="account.stay",
)
_BROWSER = Purpose("browser")
ACCOUNTS_OF_A_DEVICE = 8  # that its cookie remembers


# --- guards ---


@proven_by("session")
def signed_in(request: Request) -> Person:
    """Return the person who is signed in and has nothing more urgent to do."""
    return signed_in_person(request)


def signed_in_person(request: Request, also_read: Sequence[str] = ()) -> Person:
    """Return the same, with more of their own rows (by sort key) read in the same call."""
    person = signed_in_by_name(request, also_read)
    if person.must_change_password:
        raise PasswordChangeNeeded
    return person


@proven_by("session")
def signed_in_by_name(request: Request, also_read: Sequence[str] = ()) -> Person:
    """Return the signed-in person who has said who they are; their password may have expired (SECURITY SEC13)."""
    person = signed_in_at_all(request, also_read)
    if person.must_say_who:
        raise WhoNeeded
    return person


@proven_by("session")
def signed_in_at_all(request: Request, also_read: Sequence[str] = ()) -> Person:
    """Return the signed-in person, whatever they still have to do: to sign out, to stay, to say who they are."""
    person = request.session_of(PEOPLE, also_read)
    if person is None:
        raise SignInNeeded
    return person


# --- the visitor ---


def visitor(request: Request, secret: str | None = None) -> Visitor:
    """Return what the actions may know of the one who asks. A program has the secret of its sign-up for a browser."""
    named = secret if request.raw.wants_json else request.browser
    return Visitor(
        language=request.language,
        address=request.raw.address,
        browser=request.services.keyring.pseudonym(_BROWSER, named) if named else None,
        agent=request.raw.header("user-agent"),
        device=known_device(request),
    )


def known_device(request: Request) -> KnownDevice | None:
    """Return what this browser's cookie says of earlier sign-ins; it is sealed, so nobody else wrote it."""
    content = request.unsealed(cookies.DEVICE)
    return KnownDevice(content["id"], tuple(content["accounts"])) if content else None


def remember_device(request: Request, who: str) -> None:
    """Give the browser a name of its own: its failures are counted apart from now on (SECURITY SEC07).

    A program keeps no cookies, and gets none.
    """
    if request.raw.wants_json:
        return
    before = known_device(request) or KnownDevice(request.services.ids.new(), ())
    accounts = list(dict.fromkeys([who, *before.accounts]))[:ACCOUNTS_OF_A_DEVICE]
    device = cookies.seal(request.services.keyring, cookies.DEVICE, {"id": before.id, "accounts": accounts})
    request.response.set_cookie(cookies.DEVICE, device, request.portal.policies.lockout.known_device)


def password_rules(request: Request) -> tuple[Rule, ...]:
    """Return the portal's rules for passwords as a page shows them."""
    return tuple(Rule(slug=d.slug, text=request.words(d.text)) for d in password_demands(request.portal))
