"""Changes of second factors, as pure functions; and how soon after signing in they may be made."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.authentication.actions.factors import is_freshly_proven, remove_factor
from chalicelib.authentication.errors import LastFactor
from chalicelib.authentication.model import AuthenticatorApp, Factors, Passkey
from chalicelib.authentication.rules.factors import with_factor, without_code, without_factor
from chalicelib.errors import NotFound
from chalicelib.sessions.model import Session
from tests.support.claimants import MAYA

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
APP = AuthenticatorApp(id="app", device="Firefox", added_at=NOON, nonce="n", last_step=7)
PASSKEY = Passkey(id="passkey", device="Safari", added_at=NOON, public_key="k", uses=1)
BOTH = Factors(enrolled=(APP, PASSKEY), recovery_codes=("one", "two"))


def test_a_new_factor_comes_last() -> None:
    assert with_factor(Factors(enrolled=(APP,)), PASSKEY) == Factors(enrolled=(APP, PASSKEY))


def test_a_factor_after_a_use_takes_the_place_of_the_one_before() -> None:
    used = APP.replace(last_step=8)
    assert with_factor(BOTH, used) == Factors(enrolled=(PASSKEY, used), recovery_codes=("one", "two"))


def test_a_factor_is_taken_away_by_its_id() -> None:
    assert without_factor(BOTH, "app") == Factors(enrolled=(PASSKEY,), recovery_codes=("one", "two"))
    assert without_factor(BOTH, "none of them") == BOTH


def test_a_recovery_code_is_taken_away_by_its_hash() -> None:
    assert without_code(BOTH, "one") == Factors(enrolled=(APP, PASSKEY), recovery_codes=("two",))
    assert without_code(BOTH, "none of them") == BOTH


def test_factors_are_told_apart_by_their_kind() -> None:
    assert (BOTH.apps, BOTH.passkeys) == ((APP,), (PASSKEY,))


@pytest.mark.parametrize("factors", [Factors(), BOTH])
def test_a_row_holds_them_as_they_are(factors: Factors) -> None:
    assert Factors.model_validate(factors.model_dump(mode="json", exclude_none=True)) == factors


@pytest.mark.req("S10")
def test_a_factor_is_removed_but_never_the_last() -> None:
    left = remove_factor(BOTH, "passkey")
    assert left == Factors(enrolled=(APP,), recovery_codes=("one", "two"))
    with pytest.raises(LastFactor):
        remove_factor(left, "app")


@pytest.mark.parametrize("factors", [Factors(), BOTH])
def test_a_factor_that_the_person_does_not_have_is_not_found(factors: Factors) -> None:
    with pytest.raises(NotFound):
        remove_factor(factors, "another")


@pytest.mark.req("SEC21")
@pytest.mark.parametrize(("later", "may"), [(0, True), (659, True), (660, False)])
def test_factors_are_changed_within_eleven_minutes_as_the_policy_says(later: int, *, may: bool) -> None:
    session = Session(
        hash="h", epoch=1, device="Firefox", created_at=NOON, seen_at=NOON, ends_at=NOON + timedelta(hours=9)
    )
    assert is_freshly_proven(MAYA, session, NOON + timedelta(seconds=later)) is may
