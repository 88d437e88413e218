"""How an answer that is a whole number is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.number import NumberQuestion
from tests.support.answers import is_refused, value


@pytest.mark.parametrize(("raw", "number"), [("3", 3), ("77", 77), (" 7 ", 7), ("7\u00a07", 77), (3, 3)])
def test_a_number_is_read_as_people_write_it(raw: Any, number: int) -> None:
    assert value(NumberQuestion, raw, least=3, most=77) == number


@pytest.mark.parametrize(
    "raw", ["2", "78", "-3", "3.0", "3,5", "1e1", "0x10", "1_0", "\u0663", "9" * 5000, True, ["3"], {}]
)
def test_a_number_is_whole_and_between_its_limits(raw: Any) -> None:
    assert is_refused(NumberQuestion, raw, least=3, most=77)


def test_nought_is_a_number_too() -> None:
    assert [value(NumberQuestion, raw) for raw in ("0", 0)] == [0, 0]
