"""How an answer that is an amount in dollars is checked."""

from typing import Any

import pytest

from chalicelib.forms.kinds.money import MoneyQuestion
from tests.support.answers import is_refused, value


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        ("1\u00a0234,50\u00a0$", 123450),
        ("1 234,50 $", 123450),
        ("1234,5", 123450),
        ("$1,234.50", 123450),
        ("1,234,567.89", 123456789),
        ("1,234", 123400),
        ("12,34", 1234),
        ("0,07", 7),
        ("1234", 123400),
        (1234, 123400),
    ],
)
def test_an_amount_is_read_as_both_languages_write_it(raw: Any, cents: int) -> None:
    assert value(MoneyQuestion, raw) == cents


@pytest.mark.parametrize(
    "raw",
    [
        "1.234,50",
        "0.001",
        "1,23,4",
        "Infinity",
        "NaN",
        "sNaN",
        "1e3",
        "1e999999",
        "-1",
        "\u0663",
        "9" * 400,
        "",
        True,
        ["1"],
    ],
)
def test_what_is_no_amount_of_money_is_refused(raw: Any) -> None:
    assert is_refused(MoneyQuestion, raw)


def test_the_limits_of_an_amount_are_exact_to_the_cent() -> None:
    limits: dict[str, Any] = {"least": 7, "most": 1234567}
    assert [value(MoneyQuestion, raw, **limits) for raw in ("0.07", "12 345,67")] == [7, 1234567]
    assert [is_refused(MoneyQuestion, raw, **limits) for raw in ("0.06", "12345.68")] == [True, True]
