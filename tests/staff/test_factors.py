"""What someone changes of the own second factors."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice
from pyotp import TOTP

from chalicelib.authentication.actions.enrolment import begin_enrolment
from chalicelib.authentication.errors import FactorNotProven, FactorRefused, LastFactor
from chalicelib.authentication.inputs import NewFactor, SecondStep
from chalicelib.authentication.model import Passkey
from chalicelib.staff.actions import factors
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.sign_in import complete_sign_in
from chalicelib.staff.errors import SignInAgain
from chalicelib.staff.model import Staff
from tests.support.authenticator import Authenticator
from tests.support.staff import (
    ANNE,
    BASIL,
    DESK,
    as_it_is,
    code_of,
    person_of,
    staff_browser,
    staff_member,
    staff_program,
    staff_session,
    try_password,
)
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def _add_passkey(world: World, staff: Staff, authenticator: Authenticator) -> Staff:
    person = person_of(world, staff_session(world, staff))
    setup = begin_enrolment(world, claimant_of(world, person.staff), world.now)
    made = authenticator.create(dict(setup.passkey_options))
    factors.add_factor(world, person, NewFactor(setup=setup.ticket, passkey=made), world.now)
    return as_it_is(world, staff)


def _step(world: World, authenticator: Authenticator) -> SecondStep:
    begun = try_password(world)
    assert begun.passkey_options
    return SecondStep(ticket=begun.ticket, passkey=authenticator.get(begun.passkey_options))


@pytest.mark.req("S10")
def test_a_passkey_that_was_added_signs_in(world: Worlds) -> None:
    here, authenticator = world("social-work"), Authenticator()
    _add_passkey(here, staff_member(here), authenticator)
    assert complete_sign_in(here, _step(here, authenticator), DESK, here.now)


@pytest.mark.req("SEC21")
def test_what_a_passkey_said_once_proves_nothing_a_second_time(world: Worlds) -> None:
    here, authenticator = world("social-work"), Authenticator(counts=False)
    _add_passkey(here, staff_member(here), authenticator)
    step = _step(here, authenticator)
    complete_sign_in(here, step, DESK, here.now)
    replayed = step.replace(ticket=try_password(here).ticket)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, replayed, DESK, here.now)


@pytest.mark.req("SEC21", "SEC38")
def test_someone_elses_passkey_proves_nothing(world: Worlds) -> None:
    here, basils = world("social-work"), Authenticator()
    _add_passkey(here, staff_member(here), Authenticator("https://counter.example"))
    _add_passkey(here, staff_member(here, email=BASIL), basils)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, _step(here, basils), DESK, here.now)


@pytest.mark.parametrize("said", ["{}", "[]", "not JSON", '{"id": 7}', '{"id": "cGFzc2tleQ"}'])
def test_anything_else_that_is_sent_for_a_passkey_is_refused(world: Worlds, said: str) -> None:
    here = world("social-work")
    staff_member(here)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, passkey=said), DESK, here.now)


def test_a_passkey_that_was_made_for_nothing_is_not_taken(world: Worlds) -> None:
    here = world("social-work")
    person = person_of(here, staff_session(here, staff_member(here)))
    setup = begin_enrolment(here, claimant_of(here, person.staff), here.now)
    with pytest.raises(FactorNotProven):
        factors.add_factor(here, person, NewFactor(setup=setup.ticket, passkey="{}"), here.now)


@pytest.mark.req("S10")
def test_the_owner_is_told_of_every_change(world: Worlds) -> None:
    here = world("social-work")
    _add_passkey(here, staff_member(here), Authenticator())
    assert "Vos seconds facteurs ont changé" in here.mail(ANNE).subject


@pytest.mark.req("S10")
def test_a_factor_is_removed_but_never_the_last(world: Worlds) -> None:
    here = world("social-work")
    staff = _add_passkey(here, staff_member(here), Authenticator())
    app, passkey = staff.factors.enrolled
    factors.remove_factor(here, person_of(here, staff_session(here, staff)), app.id, here.now)
    assert [type(factor) for factor in as_it_is(here, staff).factors.enrolled] == [Passkey]
    with pytest.raises(LastFactor):
        factors.remove_factor(here, person_of(here, staff_session(here, staff)), passkey.id, here.now)


@pytest.mark.req("SEC21")
@pytest.mark.parametrize(("seconds", "may"), [(89, True), (90, False)])
def test_factors_are_changed_only_shortly_after_signing_in(world: Worlds, seconds: int, *, may: bool) -> None:
    here = world("example")
    staff = staff_member(here)
    token = staff_session(here, staff)
    here.clock.advance(seconds=seconds)
    person = person_of(here, token)
    if may:
        assert factors.renew_codes(here, person, here.now)
        return
    with pytest.raises(SignInAgain):
        factors.renew_codes(here, person, here.now)


@pytest.mark.req("S10")
@pytest.mark.parametrize(("portal", "count"), [("social-work", 10), ("example", 4)])
def test_new_recovery_codes_are_as_many_as_the_portal_says_and_void_the_old(
    world: Worlds, portal: str, count: int
) -> None:
    here = world(portal)
    staff = staff_member(here)
    first = factors.renew_codes(here, person_of(here, staff_session(here, staff)), here.now)
    second = factors.renew_codes(here, person_of(here, staff_session(here, staff)), here.now)
    assert len(set(first) | set(second)) == 2 * count
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, recovery_code=first[0]), DESK, here.now)


@pytest.mark.req("S10")
def test_recovery_codes_are_shown_once(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here))
    browser.get("/fr/staff/recovery-codes")
    shown = browser.get(browser.post("/fr/staff/recovery-codes").location).body
    assert shown.count("<li><code>") == 10
    assert browser.get("/fr/staff/recovery-codes").body.count("<li><code>") == 0


@pytest.mark.req("X3")
def test_a_program_adds_an_app_and_removes_the_first(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    program = staff_program(here, app_for(here))
    setup = program.get("/en/staff/factors/new").json
    code = TOTP(setup["secret"]).at(here.now)
    assert program.post("/en/staff/factors/new", setup=setup["setup"], code=code).status == 200
    first, second = program.get("/en/staff/factors").json["factors"]
    assert program.post("/en/staff/factors/remove", factor=first["factor"]).status == 200
    assert [row["factor"] for row in program.get("/en/staff/factors").json["factors"]] == [second["factor"]]
    assert program.post("/en/staff/factors/remove", factor=first["factor"]).status == 404


def test_a_wrong_code_is_said_on_a_page_with_the_same_key(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here))
    page = browser.get("/fr/staff/factors/new").body
    setup = page.partition('name="setup" value="')[2].partition('"')[0]
    again = browser.post("/fr/staff/factors/new", setup=setup, code="000000")
    assert again.status == 422
    assert _secret(again.body) == _secret(page)


def _secret(page: str) -> str:
    return page.partition('app-secret">')[2].partition("<")[0]


def test_a_browser_that_signed_in_too_long_ago_is_asked_to_sign_in_again(world: Worlds, app_for: AppFactory) -> None:
    here = world("social-work")
    browser = staff_browser(here, app_for(here))
    here.clock.advance(minutes=10)
    browser.get("/fr/staff/recovery-codes")
    here.clock.advance(minutes=5)
    assert browser.post("/fr/staff/recovery-codes").location == "/fr/staff/sign-in"


def test_the_code_of_an_app_that_was_added_is_not_taken_again_to_sign_in(world: Worlds) -> None:
    here = world("social-work")
    staff = staff_member(here)
    here.clock.advance(seconds=-30)
    with pytest.raises(FactorRefused):
        complete_sign_in(here, SecondStep(ticket=try_password(here).ticket, code=code_of(here, staff)), DESK, here.now)
