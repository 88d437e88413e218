"""How an answer that is a postal code is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.postal_code import PostalCodeQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize("raw", ["A1C 6L9", "a1c6l9", " a1c-6l9 ", "A1C\u00a06L9"])
def test_a_postal_code_is_read_in_many_ways(raw: str) -> None:
    assert value(PostalCodeQuestion, raw) == "A1C 6L9"


@pytest.mark.parametrize(
    "raw", ["D1C 6L9", "A1O 6L9", "W1C 6L9", "A1C 6L", "A1C 6L99", "90210", "A\u0661C 6L9", 123456]
)
def test_what_is_no_canadian_postal_code_is_refused(raw: Any) -> None:
    assert is_refused(PostalCodeQuestion, raw)
