"""A person who is not staff proves a second factor, after the first step of a sign-in."""

from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from chalicelib.authentication.actions.enrolment import begin_enrolment, verify_enrolment
from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.authentication.actions.second_step import (
    attempts_key,
    begin_second_step,
    refused_field,
    resume_second_step,
    verify_factor,
    verify_ticket,
)
from chalicelib.authentication.errors import BeginAgain
from chalicelib.authentication.inputs import NewFactor, SecondStep
from chalicelib.authentication.model import Claimant, Factors
from tests.support.authenticator import Authenticator
from tests.support.claimants import MAYA, NOAH, RegistrantPolicy
from tests.support.world import World

SECRET = "2MXDTZN46XE3462L7FQABX5NQPI5SI5X"  # of Maya's first app
LAST_STEP = 59082120  # the half minute in which it was enrolled


@pytest.fixture
def world() -> World:
    return World("social-work")


def _with_app(world: World, claimant: Claimant = MAYA) -> Claimant:
    """Return the person with an app, a half minute after it was enrolled."""
    setup = begin_enrolment(world, claimant, world.now)
    form = NewFactor(setup=setup.ticket, code=TOTP(setup.secret).at(world.now))
    factors = verify_enrolment(world, claimant, form, "Firefox, Windows", world.now)
    world.clock.advance(seconds=30)
    return claimant._replace(factors=factors)


def _with_passkey(world: World, authenticator: Authenticator, claimant: Claimant = MAYA) -> Claimant:
    setup = begin_enrolment(world, claimant, world.now)
    form = NewFactor(setup=setup.ticket, passkey=authenticator.create(dict(setup.passkey_options)))
    factors = verify_enrolment(world, claimant, form, "Safari, iPhone", world.now)
    return claimant._replace(factors=factors)


def _verify(world: World, claimant: Claimant, form: SecondStep, ticket: str = "") -> Factors | None:
    text = ticket or begin_second_step(world, claimant, world.now).ticket
    return verify_factor(world, claimant, verify_ticket(world, claimant, text, world.now), form, world.now)


def _use_passkey(world: World, claimant: Claimant, authenticator: Authenticator) -> Factors | None:
    pending = begin_second_step(world, claimant, world.now)
    assert pending.passkey_options
    return _verify(world, claimant, SecondStep(passkey=authenticator.get(pending.passkey_options)), pending.ticket)


@pytest.mark.req("S10")
def test_the_code_of_an_app_is_proof_and_its_half_minute_is_recorded(world: World) -> None:
    maya = _with_app(world)
    after = _verify(world, maya, SecondStep(code=TOTP(SECRET).at(world.now)))
    assert after
    assert [app.last_step for app in after.apps] == [LAST_STEP + 1]


@pytest.mark.req("SEC21")
def test_a_code_is_taken_once(world: World) -> None:
    maya = _with_app(world)
    code = TOTP(SECRET).at(world.now)
    after = _verify(world, maya, SecondStep(code=code))
    assert after
    assert _verify(world, maya._replace(factors=after), SecondStep(code=code)) is None


@pytest.mark.req("SEC21")
def test_a_code_older_than_the_last_is_not_taken(world: World) -> None:
    maya = _with_app(world)
    world.clock.advance(seconds=30)
    older, newer = TOTP(SECRET).at(world.now - timedelta(seconds=30)), TOTP(SECRET).at(world.now)
    assert _verify(world, maya, SecondStep(code=older))
    after = _verify(world, maya, SecondStep(code=newer))
    assert after
    assert _verify(world, maya._replace(factors=after), SecondStep(code=older)) is None


@pytest.mark.req("SEC21")
@pytest.mark.parametrize(("drift", "late", "taken"), [(0, 30, False), (1, 30, True), (1, 60, False), (2, 60, True)])
def test_a_code_is_valid_for_as_many_half_minutes_as_the_policy_says(
    world: World, drift: int, late: int, *, taken: bool
) -> None:
    maya = _with_app(world)._replace(policy=RegistrantPolicy(code_drift=drift))
    code = TOTP(SECRET).at(world.now)
    world.clock.advance(seconds=late)
    assert bool(_verify(world, maya, SecondStep(code=code))) is taken


@pytest.mark.parametrize("form", [{}, {"code": "000000"}, {"code": "x"}, {"recovery_code": "x"}, {"passkey": "{}"}])
def test_anything_else_is_no_proof(world: World, form: dict[str, str]) -> None:
    assert _verify(world, _with_app(world), SecondStep(**form)) is None


@pytest.mark.parametrize("form", [{}, {"code": "000000"}, {"recovery_code": "0000"}, {"passkey": "{}"}])
def test_a_person_without_factors_proves_nothing(world: World, form: dict[str, str]) -> None:
    assert _verify(world, MAYA, SecondStep(**form)) is None


@pytest.mark.req("S10")
def test_a_passkey_is_proof_and_its_uses_are_recorded(world: World) -> None:
    authenticator = Authenticator()
    after = _use_passkey(world, _with_passkey(world, authenticator), authenticator)
    assert after
    assert [passkey.uses for passkey in after.passkeys] == [1]


@pytest.mark.req("SEC21")
def test_a_response_of_a_passkey_is_no_proof_for_a_second_ticket(world: World) -> None:
    authenticator = Authenticator(counts=False)
    maya = _with_passkey(world, authenticator)
    pending = begin_second_step(world, maya, world.now)
    assert pending.passkey_options
    form = SecondStep(passkey=authenticator.get(pending.passkey_options))
    assert _verify(world, maya, form, pending.ticket)
    assert _verify(world, maya, form) is None


@pytest.mark.req("SEC21", "SEC38")
def test_a_passkey_of_another_person_is_no_proof(world: World) -> None:
    mayas, noahs = Authenticator(), Authenticator()
    maya = _with_passkey(world, mayas)
    _with_passkey(world, noahs, NOAH)
    assert _use_passkey(world, maya, noahs) is None
    assert _use_passkey(world, maya, mayas)


def test_each_of_several_passkeys_is_proof(world: World) -> None:
    first, second = Authenticator(), Authenticator()
    second.id = b"another passkey"
    maya = _with_passkey(world, second, _with_passkey(world, first))
    for used, expected in ((first, [0, 1]), (second, [0, 1])):
        after = _use_passkey(world, maya, used)
        assert after
        assert [passkey.uses for passkey in after.passkeys] == expected


@pytest.mark.req("S10")
def test_a_recovery_code_is_proof_once_and_the_others_stay(world: World) -> None:
    drawn = draw_recovery_codes(world, MAYA)
    maya = MAYA._replace(factors=Factors(recovery_codes=drawn.hashes))
    after = _verify(world, maya, SecondStep(recovery_code=drawn.codes[1]))
    assert after == Factors(recovery_codes=(drawn.hashes[0], drawn.hashes[2]))
    assert _verify(world, maya._replace(factors=after), SecondStep(recovery_code=drawn.codes[1])) is None


def test_the_browser_is_asked_for_a_passkey_only_of_a_person_who_has_one(world: World) -> None:
    assert begin_second_step(world, _with_app(world), world.now).passkey_options is None
    maya = _with_passkey(world, Authenticator())
    options = begin_second_step(world, maya, world.now).passkey_options
    assert options
    assert [each["id"] for each in options["allowCredentials"]] == [maya.factors.passkeys[0].id]


def test_a_second_step_waits_seven_minutes_as_the_policy_says(world: World) -> None:
    pending = begin_second_step(world, MAYA, world.now)
    assert pending.until == datetime(2026, 3, 2, 15, 7, tzinfo=UTC)
    world.clock.advance(minutes=7, seconds=-1)
    assert resume_second_step(world, MAYA, pending.ticket, world.now) == pending
    world.clock.advance(seconds=1)
    assert resume_second_step(world, MAYA, pending.ticket, world.now) is None
    with pytest.raises(BeginAgain):
        verify_ticket(world, MAYA, pending.ticket, world.now)


def test_a_setup_of_a_factor_is_no_ticket_of_a_sign_in(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    assert resume_second_step(world, MAYA, setup.ticket, world.now) is None


@pytest.mark.req("SEC21")
def test_attempts_are_counted_apart_from_those_at_the_password() -> None:
    assert attempts_key(MAYA).pk.endswith("77777777#factor")
    assert attempts_key(MAYA) != attempts_key(NOAH)


@pytest.mark.parametrize(
    ("form", "field"),
    [({}, "code"), ({"code": "1"}, "code"), ({"recovery_code": "1"}, "recovery_code"), ({"passkey": "{}"}, "passkey")],
)
def test_the_error_stands_at_the_field_that_was_filled_in(world: World, form: dict[str, str], field: str) -> None:
    maya = _with_passkey(world, Authenticator())
    assert refused_field(maya.factors, SecondStep(**form)) == field


def test_the_error_stands_at_the_code_where_the_page_shows_no_passkey() -> None:
    assert refused_field(Factors(), SecondStep(passkey="{}")) == "code"
