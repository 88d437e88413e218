"""What people, staff and time do, as cases for `crashes`: each place of the product that writes is reached by one."""

import re
from datetime import datetime, timedelta

from pydantic import SecretStr

from chalicelib.accounts.actions import activate, administration, profile, recover, retention, sessions
from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.actions.sign_in import sign_in
from chalicelib.accounts.actions.sign_up import sign_up
from chalicelib.accounts.inputs import Activate, ForgottenIdentifier, ForgottenPassword, Resend, SignIn, SignUp
from chalicelib.accounts.profile_inputs import ChangePassword, Profile
from chalicelib.outbox.sender import sweep
from scheduled import expire
from tests.faults.clouds import Sent
from tests.faults.crashes import Case
from tests.faults.guests import PASSWORD
from tests.faults.people import open_account
from tests.faults.place import Place
from tests.support.people import VISITOR

ZOE = "zoe@example.org"
SECRET, OTHER = SecretStr(PASSWORD), SecretStr("birch-Kayak-88-lightning")
MAIL, TRAIL, SESSION = "OUTBOX", "ACTIVITY#", "SESSION#"
DAY = timedelta(days=1)


# --- to the point ---


def nothing(_: Place) -> None:
    """Begin with an empty table."""


def member(place: Place) -> Person:
    """Return someone with an account, signed in."""
    found = sessions.resume(place.world, session(place), place.world.now)
    assert found
    return found


def session(place: Place) -> str:
    """Return the token of someone with an account, signed in."""
    open_account(place.world, ZOE)
    return sign_in(place.world, SignIn(identifier=ZOE, password=SECRET), VISITOR, place.world.now).token


def newcomer(place: Place) -> str:
    """Return the code of someone who signed up."""
    signs_up(place, None)
    found = re.search(r"^\d{7}$", mailed(place).text, re.MULTILINE)
    assert found
    return found[0]


def mailed(place: Place, to: str | None = None) -> Sent:
    """Return the mail that was sent last, to the address where one is named."""
    sweep(place.world, place.world.now + place.world.portal.policies.mail.first_retry)
    return [mail for mail in place.mailbox.sent if to in (None, mail.to)][-1]


def token_of(sent: Sent) -> str:
    found = re.search(r"token=(\S+)", sent.text)
    assert found, sent.text
    return found[1]


def forgetful(place: Place) -> str:
    """Return the token of someone who may choose a new password."""
    member(place)
    asks_for_link(place, None)
    return token_of(mailed(place))


def at_its_time(place: Place, later: timedelta) -> None:
    place.world.clock.advance(later)


def unused(place: Place) -> None:
    """Have an account that nobody used for so long that its end is to be announced."""
    member(place)
    at_its_time(place, 15 * DAY)  # 23 days, announced 8 days before


def announced(place: Place) -> str:
    """Return the token of the notice that an account will be removed."""
    unused(place)
    expires(place, None)
    return token_of(mailed(place))


def at_its_end(place: Place) -> None:
    """Have both notices sent, and the time be over."""
    announced(place)
    for _ in range(2):
        at_its_time(place, 4 * DAY)
        expires(place, None)
        mailed(place)
    at_its_time(place, 4 * DAY)


# --- what is done ---


def signs_up(place: Place, _: object) -> None:
    sign_up(place.world, SignUp(email=ZOE, password=SECRET, accept_terms=True), VISITOR, place.world.now)


def asks_for_link(place: Place, _: object) -> None:
    recover.send_reset_link(place.world, ForgottenPassword(identifier=ZOE), VISITOR, place.world.now)


def expires(place: Place, _: object) -> None:
    expire.run(place.world, place.world.now)


def activates(place: Place, code: str) -> None:
    activate.activate_by_code(place.world, Activate(email=ZOE, code=code), VISITOR, place.world.now)


def changes_password(place: Place, who: Person) -> None:
    wish = ChangePassword(current=SECRET, password=OTHER)
    profile.change_password(place.world, who, wish, VISITOR, place.world.now)


def lapsed(place: Place) -> None:
    newcomer(place)
    at_its_time(place, DAY)


def now(place: Place) -> datetime:
    return place.world.now


ACCOUNTS = {
    "sign up": Case(nothing, signs_up, (MAIL,)),
    "activate": Case(newcomer, activates),
    "have the mail again": Case(
        newcomer, lambda p, _: activate.resend(p.world, Resend(email=ZOE), VISITOR, now(p) + DAY / 24), (MAIL,)
    ),
    "let a sign-up lapse": Case(lapsed, expires),
    "sign in": Case(
        member,
        lambda p, _: sign_in(p.world, SignIn(identifier=ZOE, password=SECRET), VISITOR, now(p)),
        (SESSION, TRAIL),
    ),
    "ask for a new password": Case(member, asks_for_link, (MAIL, TRAIL)),
    "choose it": Case(forgetful, lambda p, token: recover.reset_password(p.world, token, "birch-Kayak-88-x", now(p))),
    "ask for the identifier": Case(
        member,
        lambda p, _: recover.remind_identifier(p.world, ForgottenIdentifier(email=ZOE), VISITOR, now(p)),
        (MAIL,),
    ),
    "change the password": Case(member, changes_password),
    "change the language": Case(
        member, lambda p, who: profile.set_profile(p.world, who, Profile(language="en"), now(p))
    ),
    "sign out": Case(member, lambda p, who: sessions.sign_out(p.world, who, now(p)), (TRAIL,)),
    "sign out elsewhere": Case(member, lambda p, who: sessions.end_other_sessions(p.world, who, now(p))),
    "go on after a while": Case(
        session, lambda p, token: sessions.resume(p.world, token, now(p) + timedelta(minutes=5))
    ),
    "be let in by staff": Case(nothing, lambda p, _: admit(p.world, ZOE, "fr", now(p))),
    "be unlocked by staff": Case(member, lambda p, _: administration.unlock(p.world, ZOE, "anne", now(p)), (TRAIL,)),
    "keep the account": Case(announced, lambda p, token: retention.keep(p.world, token, now(p))),
    "announce the account's end": Case(unused, expires),
    "end the account": Case(at_its_end, expires),
}
