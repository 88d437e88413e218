"""Staff of any portal: each function brings one of them to a point from which a test goes on."""

from chalice.app import Chalice
from pydantic import SecretStr
from pyotp import TOTP

from chalicelib.accounts.visitor import Visitor
from chalicelib.authentication.actions.second_step import PendingSignIn
from chalicelib.authentication.rules.derivation import secret_of
from chalicelib.staff.actions import find, invitation
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sessions import StaffPerson, open_session, resume
from chalicelib.staff.actions.sign_in import verify_password
from chalicelib.staff.inputs import FirstFactor, InviteStaff, Roles, StaffSignIn
from chalicelib.staff.model import Staff, StaffRole
from chalicelib.staff.storage import put_staff
from chalicelib.unit_of_work import UnitOfWork
from tests.support.http import Browser, Program
from tests.support.world import World, token_in

ANNE = "anne@body.example"
BASIL = "basil@body.example"
PASSWORD = "granite-Heron-47-lantern"
DESK = Visitor(language="fr", address="203.0.113.9", browser=None, agent="Mozilla/5.0 Firefox/140 Windows")
EVERY_HALF_MINUTE = 30  # seconds


def invited(world: World, *roles: StaffRole, email: str = ANNE) -> str:
    """Invite someone, an administrator if nothing else is said; return the token of the mailed link."""
    ticked = Roles(**{role.value: True for role in roles or (StaffRole.ADMINISTRATOR,)})
    invitation.invite(world, InviteStaff(email=email, language="fr", roles=ticked), "operator", world.now)
    return token_in(world.mail(email))


def staff_member(world: World, *roles: StaffRole, email: str = ANNE) -> Staff:
    """Return someone who has chosen a password and enrolled an authenticator app, half a minute ago."""
    token = invited(world, *roles, email=email)
    invitation.choose_password(world, token, PASSWORD, world.now)
    setup = invitation.begin_factor(world, token, world.now)
    proof = FirstFactor(token=token, setup=setup.ticket, code=TOTP(setup.secret).at(world.now))
    staff = invitation.finish(world, proof, DESK, world.now).opened.staff
    world.clock.advance(seconds=EVERY_HALF_MINUTE)
    return staff


def as_it_is(world: World, staff: Staff) -> Staff:
    """Return their record as it is now."""
    found = find.by_id(world, staff.id)
    assert found
    return found


def changed(world: World, staff: Staff, **fields: object) -> Staff:
    """Write their record with these fields otherwise, as others or time would have made it."""
    work = UnitOfWork(world, world.now)
    put_staff(work, as_it_is(world, staff).replace(**fields))
    work.commit()
    return as_it_is(world, staff)


def code_of(world: World, staff: Staff) -> str:
    """Return what their app shows now."""
    return TOTP(secret_of(world.factor_keyring, claimant_of(world, staff), staff.factors.apps[0])).at(world.now)


def try_password(world: World, email: str = ANNE, password: str = PASSWORD, visitor: Visitor = DESK) -> PendingSignIn:
    return verify_password(world, StaffSignIn(email=email, password=SecretStr(password)), visitor, world.now)


def staff_session(world: World, staff: Staff) -> str:
    """Return the token of a new session."""
    work = UnitOfWork(world, world.now)
    opened = open_session(work, as_it_is(world, staff), DESK)
    work.commit()
    return opened.token


def person_of(world: World, token: str) -> StaffPerson:
    """Return who is signed in."""
    person = resume(world, token, world.now)
    assert person
    return person


def staff_program(world: World, app: Chalice, *roles: StaffRole, email: str = ANNE) -> Program:
    """Return the program of someone with these roles, signed in."""
    return Program(app, session=staff_session(world, staff_member(world, *roles, email=email)))


def staff_browser(world: World, app: Chalice, *roles: StaffRole, email: str = ANNE, language: str = "fr") -> Browser:
    """Return the browser of someone with these roles who has just signed in."""
    staff = staff_member(world, *roles, email=email)
    browser = Browser(app)
    browser.submit(f"/{language}/staff/sign-in", email=email, password=PASSWORD)
    answer = browser.post(f"/{language}/staff/sign-in/factor", code=code_of(world, staff))
    assert answer.status == 303, answer
    browser.get(answer.location)
    return browser
