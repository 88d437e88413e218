"""The pages about second factors of a person who is not staff."""

from datetime import UTC, datetime

import pytest

from chalicelib.authentication.model import AuthenticatorApp, Factors, Passkey
from chalicelib.authentication.presenters import factors_shown, recovery_codes_shown
from chalicelib.authentication.schemas import FactorRow, FactorsPage, RecoveryCodesPage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
APP = AuthenticatorApp(id="1", device="Firefox", added_at=NOON, nonce="n", last_step=7)
PASSKEY = Passkey(id="2", device="Safari", added_at=NOON, public_key="k", uses=1)


def _row(factor: str, kind: str, device: str, *, is_last: bool) -> FactorRow:
    return FactorRow(factor=factor, kind=kind, device=device, added_at=NOON, is_last=is_last)


def test_the_only_factor_is_said_to_be_the_last() -> None:
    page = factors_shown(Factors(enrolled=(APP,), recovery_codes=("a", "b", "c")))
    assert page == FactorsPage(factors=(_row("1", "app", "Firefox", is_last=True),), recovery_codes_left=3)


def test_one_of_two_factors_is_not() -> None:
    page = factors_shown(Factors(enrolled=(APP, PASSKEY)))
    rows = (_row("1", "app", "Firefox", is_last=False), _row("2", "passkey", "Safari", is_last=False))
    assert page == FactorsPage(factors=rows, recovery_codes_left=0)


@pytest.mark.parametrize(("codes", "left"), [((), 1), (("new", "newer"), 2)])
def test_new_codes_are_counted_where_there_are_some_and_those_left_otherwise(codes: tuple[str, ...], left: int) -> None:
    page = recovery_codes_shown(Factors(recovery_codes=("hash",)), codes)
    assert page == RecoveryCodesPage(recovery_codes=codes, recovery_codes_left=left)
