"""From an invitation to the first session: a password, a second factor, recovery codes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice
from pyotp import TOTP

from chalicelib.authentication.errors import BeginAgain, FactorNotProven
from chalicelib.authentication.model import AuthenticatorApp, Passkey
from chalicelib.staff.actions import find, invitation
from chalicelib.staff.errors import AlreadyStaff, InvitationRefused
from chalicelib.staff.inputs import FirstFactor, InviteStaff, Roles
from chalicelib.staff.model import StaffRole, StaffState
from tests.support.authenticator import Authenticator
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.staff import ANNE, DESK, PASSWORD, as_it_is, invited, staff_member, try_password
from tests.support.world import World, link_in, token_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def _with_password(world: World) -> str:
    """Return the token of someone who has chosen a password already."""
    token = invited(world)
    invitation.choose_password(world, token, PASSWORD, world.now)
    return token


def _finished(world: World, token: str) -> invitation.Admitted:
    setup = invitation.begin_factor(world, token, world.now)
    proof = FirstFactor(token=token, setup=setup.ticket, code=TOTP(setup.secret).at(world.now))
    return invitation.finish(world, proof, DESK, world.now)


@pytest.mark.req("S10", "X1")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_someone_invited_comes_in_by_the_browser_without_a_script(
    world: Worlds, app_for: AppFactory, language: str
) -> None:
    here = world("social-work")
    invited(here)
    browser = Browser(app_for(here))
    link = link_in(here.mail(ANNE)).replace("/fr/", f"/{language}/")
    browser.get(browser.get(link).location)
    page = browser.get(browser.post(f"/{language}/staff/invitation", password=PASSWORD).location)
    secret = page.body.partition('app-secret">')[2].partition("<")[0].replace(" ", "")
    setup = page.body.partition('name="setup" value="')[2].partition('"')[0]
    code = TOTP(secret).at(here.now)
    answer = browser.post(f"/{language}/staff/invitation/factor", setup=setup, code=code)
    assert answer.location == f"/{language}/staff/recovery-codes"
    assert browser.get(answer.location).body.count("<li><code>") == 10


@pytest.mark.req("S10", "X3")
def test_someone_invited_comes_in_with_json_and_a_passkey(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    token = invited(here)
    program = Program(app_for(here))
    setup = program.post("/en/staff/invitation", token=token, password=PASSWORD).json
    made = Authenticator().create(setup["passkey_options"])
    answer = program.post("/en/staff/invitation/factor", token=token, setup=setup["setup"], passkey=made)
    assert (answer.status, len(answer.json["recovery_codes"])) == (200, 10)
    staff = find.by_email(here, ANNE)
    assert staff
    assert [type(factor) for factor in staff.factors.enrolled] == [Passkey]


@pytest.mark.req("SEC16")
def test_the_table_holds_no_secret_of_an_app_and_no_recovery_code() -> None:
    here = World("social-work")
    token = _with_password(here)
    secret = invitation.begin_factor(here, token, here.now).secret
    codes = _finished(here, token).recovery_codes
    assert isinstance(here.table, MemoryTable)
    dump = str(here.table.items)
    assert [each for each in (secret, token, *codes, *(code.replace("-", "") for code in codes)) if each in dump] == []


@pytest.mark.req("S10")
@pytest.mark.parametrize(("portal", "lifetime"), [("social-work", timedelta(days=7)), ("example", timedelta(hours=5))])
def test_the_link_works_as_long_as_the_portal_says(world: Worlds, portal: str, lifetime: timedelta) -> None:
    here = world(portal)
    token = invited(here)
    here.clock.advance(lifetime - timedelta(seconds=1))
    assert invitation.verify_invitation(here, token, here.now)
    here.clock.advance(seconds=1)
    assert invitation.verify_invitation(here, token, here.now) is None


def test_the_link_is_used_up_by_coming_in(world: Worlds) -> None:
    here = world("social-work")
    token = _with_password(here)
    _finished(here, token)
    with pytest.raises(InvitationRefused):
        invitation.choose_password(here, token, PASSWORD, here.now)


@pytest.mark.req("SEC19")
def test_opening_the_link_changes_nothing() -> None:
    here = World("social-work")
    token = invited(here)
    assert isinstance(here.table, MemoryTable)
    before = dict(here.table.items)
    assert invitation.verify_invitation(here, token, here.now)
    assert here.table.items == before


@pytest.mark.req("SEC21")
def test_a_password_without_a_second_factor_opens_nothing(world: Worlds) -> None:
    here = world("social-work")
    _with_password(here)
    with pytest.raises(Exception, match="The email address or the password is not right"):
        try_password(here)


def test_no_factor_is_taken_before_there_is_a_password(world: Worlds) -> None:
    here = world("social-work")
    with pytest.raises(InvitationRefused):
        invitation.begin_factor(here, invited(here), here.now)


def test_the_setup_stays_the_same_while_the_page_is_shown_again(world: Worlds) -> None:
    here = world("social-work")
    token = _with_password(here)
    first = invitation.begin_factor(here, token, here.now)
    assert invitation.begin_factor(here, token, here.now, first.ticket) == first
    assert invitation.begin_factor(here, token, here.now).secret != first.secret


@pytest.mark.parametrize("code", [None, "000000", "x"])
def test_a_wrong_code_enrols_nothing(world: Worlds, code: str | None) -> None:
    here = world("social-work")
    token = _with_password(here)
    setup = invitation.begin_factor(here, token, here.now)
    with pytest.raises(FactorNotProven):
        invitation.finish(here, FirstFactor(token=token, setup=setup.ticket, code=code), DESK, here.now)


def test_a_setup_is_void_after_the_time_that_the_portal_gives(world: Worlds) -> None:
    here = world("example")
    token = _with_password(here)
    setup = invitation.begin_factor(here, token, here.now)
    here.clock.advance(minutes=3)
    proof = FirstFactor(token=token, setup=setup.ticket, code=TOTP(setup.secret).at(here.now))
    with pytest.raises(BeginAgain):
        invitation.finish(here, proof, DESK, here.now)


@pytest.mark.req("S10")
def test_who_comes_in_is_active_with_the_roles_of_the_invitation(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here, StaffRole.REVIEWER, StaffRole.FINANCE)
    assert (staff.state, staff.roles) == (StaffState.ACTIVE, (StaffRole.REVIEWER, StaffRole.FINANCE))
    assert isinstance(staff.factors.enrolled[0], AuthenticatorApp)


def test_an_address_is_invited_once_however_it_is_written(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    wish = InviteStaff(email=ANNE.upper(), language="en", roles=Roles(reviewer=True))
    with pytest.raises(AlreadyStaff):
        invitation.invite(here, wish, "operator", here.now)
    assert as_it_is(here, staff).roles == (StaffRole.ADMINISTRATOR,)


def test_a_weak_password_is_refused_on_the_page_with_the_rules(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    invited(here)
    browser = Browser(app_for(here))
    browser.get(browser.get(link_in(here.mail(ANNE))).location)
    answer = browser.post("/fr/staff/invitation", password="weak")
    assert answer.status == 422
    assert 'href="#password"' in answer.body


def test_a_link_that_is_void_says_so(world: Worlds, app_for: AppFactory) -> None:
    browser = Browser(app_for(world("social-work")))
    page = browser.get(browser.get("/en/staff/invitation?token=x").location)
    assert "can’t be used" in page.body


def test_the_second_page_is_nothing_without_the_link(world: Worlds, app_for: AppFactory) -> None:
    answer = Browser(app_for(world("social-work"))).get("/en/staff/invitation/factor")
    assert answer.location == "/en/staff/invitation"


def test_the_token_of_the_mail_is_the_one_that_is_taken(world: Worlds) -> None:
    here = world("social-work")
    assert invited(here) == token_in(here.mail(ANNE))
