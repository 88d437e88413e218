"""A person who is not staff enrols an authenticator app or a passkey."""

from datetime import timedelta

import pytest
from pyotp import TOTP

from chalicelib.authentication.actions.enrolment import Setup, begin_enrolment, verify_enrolment
from chalicelib.authentication.errors import BeginAgain, FactorNotProven
from chalicelib.authentication.inputs import NewFactor
from chalicelib.authentication.model import AuthenticatorApp, Claimant, Factors
from chalicelib.cloud.keyring import KeyId
from tests.support.authenticator import Authenticator
from tests.support.claimants import MAYA, NOAH, RegistrantPolicy
from tests.support.world import World

SECRET = "2MXDTZN46XE3462L7FQABX5NQPI5SI5X"  # of Maya's first app
CODE = "261501"  # that it shows when the clock of the tests stands still
DEVICE = "Firefox, Windows"


@pytest.fixture
def world() -> World:
    return World("social-work")


def _enrol(world: World, setup: Setup, claimant: Claimant = MAYA, code: str = CODE) -> Factors:
    return verify_enrolment(world, claimant, NewFactor(setup=setup.ticket, code=code), DEVICE, world.now)


@pytest.mark.req("S10")
def test_an_app_is_told_the_secret_the_name_and_the_issuer(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    assert setup.secret == SECRET
    assert setup.app_address == (
        "otpauth://totp/College%20of%20Odd%20Works:maya%40registrant.example"
        "?secret=2MXDTZN46XE3462L7FQABX5NQPI5SI5X&issuer=College%20of%20Odd%20Works"
    )


@pytest.mark.req("S10")
def test_the_code_that_the_app_shows_enrols_it(world: World) -> None:
    factors = _enrol(world, begin_enrolment(world, MAYA, world.now))
    assert factors == Factors(
        enrolled=(
            AuthenticatorApp(
                id="00000000000000000000000000000002",
                device="Firefox, Windows",
                added_at=world.now,
                key=KeyId("bd60c144"),  # the id of the tests’ key of factors
                nonce="0000000000000000000000000000000000000000001",
                last_step=59082120,
            ),
        )
    )


@pytest.mark.req("SEC16")
def test_the_record_holds_no_secret_of_the_app(world: World) -> None:
    factors = _enrol(world, begin_enrolment(world, MAYA, world.now))
    assert SECRET not in factors.model_dump_json()


@pytest.mark.req("S10")
def test_a_passkey_is_made_for_the_person_and_enrolled(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    assert setup.passkey_options["rp"] == {"name": "College of Odd Works", "id": "counter.example"}
    assert setup.passkey_options["user"]["name"] == "maya@registrant.example"
    made = Authenticator().create(dict(setup.passkey_options))
    factors = verify_enrolment(world, MAYA, NewFactor(setup=setup.ticket, passkey=made), DEVICE, world.now)
    (passkey,) = factors.passkeys
    assert (passkey.device, passkey.added_at, passkey.uses) == ("Firefox, Windows", world.now, 0)


def test_a_second_factor_is_added_to_the_first_and_recovery_codes_stay(world: World) -> None:
    first = _enrol(world, begin_enrolment(world, MAYA, world.now)).replace(recovery_codes=("hash",))
    maya = MAYA._replace(factors=first)
    setup = begin_enrolment(world, maya, world.now)
    both = _enrol(world, setup, maya, TOTP(setup.secret).at(world.now))
    assert both.enrolled[0] == first.enrolled[0]
    assert (len(both.enrolled), both.recovery_codes) == (2, ("hash",))


def test_a_passkey_that_is_enrolled_is_not_made_twice(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    made = Authenticator().create(dict(setup.passkey_options))
    factors = verify_enrolment(world, MAYA, NewFactor(setup=setup.ticket, passkey=made), DEVICE, world.now)
    again = begin_enrolment(world, MAYA._replace(factors=factors), world.now)
    assert [each["id"] for each in again.passkey_options["excludeCredentials"]] == [factors.passkeys[0].id]


@pytest.mark.parametrize("code", [None, "000000", "261502", "x"])
def test_a_wrong_code_enrols_nothing(world: World, code: str | None) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    with pytest.raises(FactorNotProven) as refused:
        verify_enrolment(world, MAYA, NewFactor(setup=setup.ticket, code=code), DEVICE, world.now)
    assert list(refused.value.errors) == ["code"]


@pytest.mark.parametrize(("drift", "late", "taken"), [(0, 30, False), (1, 30, True), (1, 60, False), (2, 60, True)])
def test_a_code_enrols_for_as_many_half_minutes_as_the_policy_says(
    world: World, drift: int, late: int, *, taken: bool
) -> None:
    maya = MAYA._replace(policy=RegistrantPolicy(code_drift=drift))
    setup = begin_enrolment(world, maya, world.now)
    world.clock.advance(seconds=late)
    if taken:
        assert [app.last_step for app in _enrol(world, setup, maya).apps] == [59082120]
        return
    with pytest.raises(FactorNotProven):
        _enrol(world, setup, maya)


@pytest.mark.parametrize("response", ["{}", "[]", "not JSON"])
def test_a_wrong_passkey_enrols_nothing(world: World, response: str) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    with pytest.raises(FactorNotProven) as refused:
        verify_enrolment(world, MAYA, NewFactor(setup=setup.ticket, passkey=response), DEVICE, world.now)
    assert list(refused.value.errors) == ["passkey"]


def test_a_setup_stays_the_same_while_its_ticket_is_valid(world: World) -> None:
    first = begin_enrolment(world, MAYA, world.now)
    world.clock.advance(minutes=7, seconds=-1)
    assert begin_enrolment(world, MAYA, world.now, first.ticket) == first
    world.clock.advance(seconds=1)
    assert begin_enrolment(world, MAYA, world.now, first.ticket).secret != SECRET


def test_a_setup_is_void_after_seven_minutes_as_the_policy_says(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    world.clock.advance(timedelta(minutes=7))
    with pytest.raises(BeginAgain):
        _enrol(world, setup, code=TOTP(SECRET).at(world.now))


def test_a_setup_of_another_person_enrols_nothing(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    with pytest.raises(BeginAgain):
        _enrol(world, setup, NOAH)


@pytest.mark.req("SEC21")
def test_each_realm_has_secrets_of_its_own(world: World) -> None:
    setup = begin_enrolment(world, MAYA, world.now)
    staff = MAYA._replace(realm="staff")
    with pytest.raises(BeginAgain):
        _enrol(world, setup, staff)
    world.ids = type(world.ids)()
    assert begin_enrolment(world, staff, world.now).secret != SECRET
