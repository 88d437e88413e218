"""How an answer that is a day is checked."""

from datetime import date
from typing import Any

import pytest

from chalicelib.forms.kinds.date import DateQuestion
from tests.support.answers import is_refused, value


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    "raw",
    ["2024-02-29", {"year": "2024", "month": "2", "day": "29"}, {"year": " 2024", "month": "02", "day": "29 "}],
)
def test_a_day_is_read_whole_or_in_its_parts(raw: Any) -> None:
    assert value(DateQuestion, raw) == date(2024, 2, 29)


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    "raw",
    [
        "2023-02-29",
        {"year": "2023", "month": "2", "day": "29"},
        {"year": "2024", "month": "13", "day": "1"},
        {"year": "90", "month": "3", "day": "27"},  # of which century?
        {"year": "2024", "month": "3"},
        {"year": "2024", "month": "3", "day": "1", "hour": "4"},
        {"year": "2_024", "month": "+3", "day": "1"},
        {"year": "0000", "month": "1", "day": "1"},
        {"year": True, "month": "1", "day": "1"},
        "20240229",
        "2024-02-29T00:00",
        "0",
        86400,
        ["2024-02-29"],
    ],
)
def test_what_is_no_day_is_refused(raw: Any) -> None:
    assert is_refused(DateQuestion, raw)


@pytest.mark.parametrize(
    ("bounds", "right", "wrong"),
    [
        ({"earliest": date(1907, 3, 1)}, "1907-03-01", "1907-02-28"),
        ({"past": True}, "2026-03-02", "2026-03-03"),
        ({"future": True}, "2026-03-02", "2026-03-01"),
        ({"age": "P18Y"}, "2008-03-02", "2008-03-03"),
        ({"age": "P18M"}, "2024-09-02", "2024-09-03"),
        ({"age": "P30D"}, "2026-01-31", "2026-02-01"),
    ],
)
def test_the_bounds_of_a_day_are_exact(bounds: dict[str, Any], right: str, wrong: str) -> None:
    assert value(DateQuestion, right, **bounds) == date.fromisoformat(right)
    assert is_refused(DateQuestion, wrong, **bounds)


def test_who_was_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert is_refused(DateQuestion, "2008-02-29", date(2026, 2, 28), age="P18Y")
    assert value(DateQuestion, "2008-02-29", date(2026, 3, 1), age="P18Y") == date(2008, 2, 29)


def test_and_where_there_is_such_a_day_on_29_february() -> None:
    assert value(DateQuestion, "2008-02-29", date(2028, 2, 29), age="P20Y") == date(2008, 2, 29)
    assert is_refused(DateQuestion, "2008-02-29", date(2028, 2, 28), age="P20Y")


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31)])
def test_an_age_can_be_asked_on_any_day(today: date) -> None:
    day = today.replace(year=2000)
    assert value(DateQuestion, day.isoformat(), today, age="P18Y") == day
    assert is_refused(DateQuestion, "9999-12-31", today, age="P18Y")
