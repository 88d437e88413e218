"""What staff do with themselves and one another, as cases for `crashes`."""

from pydantic import SecretStr
from pyotp import TOTP

from chalicelib.accounts.profile_inputs import ChangePassword
from chalicelib.authentication.actions.second_step import PendingSignIn
from chalicelib.authentication.inputs import SecondStep
from chalicelib.staff.actions import factors, invitation, locks, people, sessions
from chalicelib.staff.actions.blocked_sign_in import sign_in_though_blocked
from chalicelib.staff.actions.password import change_password
from chalicelib.staff.actions.sign_in import complete_sign_in, verify_password
from chalicelib.staff.inputs import BlockedSignIn, FirstFactor, InviteStaff, Roles, StaffSignIn
from chalicelib.staff.model import Staff, StaffRole
from tests.faults.cases import MAIL, OTHER, SESSION, TRAIL, mailed, now, token_of
from tests.faults.crashes import Case
from tests.faults.place import Place
from tests.support.staff import ANNE, BASIL, DESK, PASSWORD, code_of, person_of, staff_session

# --- to the point ---


def nobody(_: Place) -> None:
    """Begin with nobody."""


def invited(place: Place, email: str = ANNE) -> str:
    """Return the token of the mailed link."""
    invites(place, email)
    return token_of(mailed(place, email))


def with_password(place: Place, email: str = ANNE) -> FirstFactor:
    """Return the proof of a first factor."""
    token = invited(place, email)
    invitation.choose_password(place.world, token, PASSWORD, now(place))
    setup = invitation.begin_factor(place.world, token, now(place))
    return FirstFactor(token=token, setup=setup.ticket, code=TOTP(setup.secret).at(now(place)))


def member(place: Place, email: str = ANNE) -> Staff:
    """Return someone who can sign in, half a minute later: each code is taken once."""
    staff = invitation.finish(place.world, with_password(place, email), DESK, now(place)).opened.staff
    place.world.clock.advance(seconds=30)
    return staff


def person(place: Place) -> sessions.StaffPerson:
    """Return someone who is signed in."""
    return person_of(place.world, staff_session(place.world, member(place)))


def two(place: Place) -> tuple[sessions.StaffPerson, str]:
    """Return someone who is signed in, and the id of someone else."""
    other = member(place, BASIL).id
    return person(place), other


def half_way(place: Place) -> tuple[Staff, PendingSignIn]:
    """Return someone, and what the right password opened."""
    staff = member(place)
    return staff, _begun(place)


# --- what is done ---


def invites(place: Place, email: str) -> None:
    wish = InviteStaff(email=email, language="fr", roles=Roles(administrator=True))
    invitation.invite(place.world, wish, "operator", now(place))


def _begun(place: Place) -> PendingSignIn:
    return verify_password(place.world, StaffSignIn(email=ANNE, password=SecretStr(PASSWORD)), DESK, now(place))


def proves(place: Place, found: tuple[Staff, PendingSignIn]) -> None:
    staff, begun = found
    code = code_of(place.world, staff)
    complete_sign_in(place.world, SecondStep(ticket=begun.ticket, code=code), DESK, now(place))


def comes_in_though_blocked(place: Place, staff: Staff) -> None:
    form = BlockedSignIn(email=ANNE, password=SecretStr(PASSWORD), code=code_of(place.world, staff))
    sign_in_though_blocked(place.world, form, DESK, now(place))


STAFF = {
    "have access opened": Case(member, lambda p, _: locks.open_staff_access(p.world, ANNE, "basil", now(p)), (TRAIL,)),
    "sign in though blocked": Case(member, comes_in_though_blocked, (SESSION, TRAIL)),
    "invite": Case(nobody, lambda p, _: invites(p, ANNE)),
    "choose a password": Case(
        invited, lambda p, token: invitation.choose_password(p.world, token, PASSWORD, now(p)), (TRAIL,)
    ),
    "enrol a factor": Case(with_password, lambda p, wish: invitation.finish(p.world, wish, DESK, now(p))),
    "prove the password": Case(member, lambda p, _: _begun(p)),
    "prove the factor": Case(half_way, proves, (SESSION, TRAIL)),
    "renew the codes": Case(person, lambda p, who: factors.renew_codes(p.world, who, now(p)), (MAIL, TRAIL)),
    "change the password": Case(
        person,
        lambda p, who: change_password(
            p.world, who, ChangePassword(current=SecretStr(PASSWORD), password=OTHER), DESK, now(p)
        ),
    ),
    "sign out": Case(person, lambda p, who: sessions.sign_out(p.world, who, now(p)), (TRAIL,)),
    "sign out elsewhere": Case(person, lambda p, who: sessions.end_other_sessions(p.world, who, now(p))),
    "change roles": Case(
        two, lambda p, f: people.change_roles(p.world, f[0], f[1], (StaffRole.FINANCE,), now(p)), (TRAIL,)
    ),
    "invite again": Case(two, lambda p, f: people.invite_again(p.world, f[0], f[1], now(p)), (MAIL, TRAIL)),
    "disable": Case(two, lambda p, f: people.disable(p.world, f[0], f[1], now(p)), (TRAIL,)),
}
