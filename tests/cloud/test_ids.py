"""What is drawn by chance has its length and its range."""

import re
from base64 import urlsafe_b64decode

import pytest

from chalicelib.cloud.ids import RandomIds

IDS = RandomIds()


def test_an_id_has_128_bits_in_hexadecimal() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", IDS.new())


@pytest.mark.req("SEC26")
def test_a_secret_has_256_bits_and_fits_in_a_cookie() -> None:
    secret = IDS.secret()
    assert len(urlsafe_b64decode(secret + "=")) == 32
    assert re.fullmatch(r"[\w-]{43}", secret)


@pytest.mark.parametrize("count", [1, 2, 8])
def test_a_number_has_exactly_its_digits_and_no_zero_in_front(count: int) -> None:
    drawn = {IDS.digits(count) for _ in range(500)}
    assert all(re.fullmatch(rf"[1-9]\d{{{count - 1}}}", number) for number in drawn)


def test_a_number_of_one_digit_may_be_any_but_zero() -> None:
    assert {IDS.digits(1) for _ in range(500)} == set("123456789")


def test_nothing_is_drawn_twice() -> None:
    drawn = [draw() for draw in (IDS.new, IDS.secret) for _ in range(1000)]
    assert len(set(drawn)) == 2000
