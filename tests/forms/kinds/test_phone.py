"""How an answer that is a telephone number is checked."""

import pytest

from chalicelib.forms.kinds.phone import PhoneQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("(709) 555-0100", "709 555-0100"),
        ("709\u2011555\u20110100", "709 555-0100"),
        ("1.709.555.0100", "709 555-0100"),
        ("+1 709 555 0100", "709 555-0100"),
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_a_telephone_number_is_read_in_many_ways(raw: str, number: str) -> None:
    assert value(PhoneQuestion, raw) == number


@pytest.mark.parametrize(
    "raw", ["555-0100", "109 555-0100", "709 155-0100", "709 555-010\u0660", "+1", "call me", "+" + "1" * 16]
)
def test_what_is_no_telephone_number_is_refused(raw: str) -> None:
    assert is_refused(PhoneQuestion, raw)
