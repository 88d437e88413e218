"""An authenticator app's codes, and what tells the app about them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp import TOTP

from chalicelib.cloud.keyring import Keyring, Purpose
from chalicelib.cloud.totp import app_address, step_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238's examples
MOMENT = datetime.fromtimestamp(1111111109, UTC)


@pytest.mark.req("S10")
def test_codes_are_those_of_the_standard() -> None:
    assert step_of(SECRET, "081804", 0, MOMENT) == 1111111109 // 30


@pytest.mark.parametrize("typed", ["081 804", " 081804 "])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert step_of(SECRET, typed, 0, MOMENT) is not None


@pytest.mark.parametrize("typed", ["", "0", "081805", "é", "0818040", "x" * 2000])
def test_anything_else_is_no_code(typed: str) -> None:
    assert step_of(SECRET, typed, 1, MOMENT) is None


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_the_drift_and_no_more(steps: int, *, taken: bool) -> None:
    code = TOTP(SECRET).at(MOMENT + timedelta(seconds=30 * steps))
    assert (step_of(SECRET, code, 1, MOMENT) is not None) is taken


def test_the_address_tells_an_app_the_secret_the_person_and_the_counter() -> None:
    address = app_address(SECRET, "anne@body.example", "Guichet d’essai")
    assert parse_qs(urlsplit(address).query) == {"secret": [SECRET], "issuer": ["Guichet d’essai"]}
    assert "anne" in urlsplit(address).path


def test_the_secret_of_an_app_has_160_bits_in_base32() -> None:
    secret = Keyring(b"k" * 32).app_secret(Purpose("app"), "nonce")
    assert len(TOTP(secret).byte_secret()) == 20
