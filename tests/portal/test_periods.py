"""Calendar periods in America/Toronto: leap days, month ends, both clock changes (REQUIREMENTS S6, E1)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.portal.periods import CalendarPeriod

TORONTO = ZoneInfo("America/Toronto")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- has one
PERIODS = st.builds(CalendarPeriod, st.integers(0, 40), st.integers(0, 400))


def after(start: str, period: str) -> str:
    """Return the local time that is the period after the local time."""
    local = datetime.fromisoformat(start).replace(tzinfo=TORONTO)
    return f"{CalendarPeriod.parse(period).after(local, TORONTO).astimezone(TORONTO):%Y-%m-%d %H:%M %Z}"


@pytest.mark.req("REL18")
@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2024-02-29 12:00", "P1Y", "2025-02-28 12:00 EST"),
        ("2024-02-29 12:00", "P4Y", "2028-02-29 12:00 EST"),
        ("2024-02-29 12:00", "P1D", "2024-03-01 12:00 EST"),
        ("2026-08-31 09:30", "P6M", "2027-02-28 09:30 EST"),
        ("2027-08-31 09:30", "P6M", "2028-02-29 09:30 EST"),
        ("2026-12-31 23:59", "P2M", "2027-02-28 23:59 EST"),
        ("2026-11-30 00:00", "P3M", "2027-02-28 00:00 EST"),
        ("2026-03-02 10:00", "P3M", "2026-06-02 10:00 EDT"),  # the same hour of the day, summer time or not
        ("2026-03-07 02:30", "P1D", "2026-03-08 03:30 EDT"),  # an hour that does not exist: the one after it
        ("2026-02-08 02:30", "P1M", "2026-03-08 03:30 EDT"),
        ("2026-10-31 01:30", "P1D", "2026-11-01 01:30 EDT"),  # an hour that comes twice: the first
        ("2026-11-01 03:00", "P1W", "2026-11-08 03:00 EST"),
        ("2026-01-31 08:00", "P1M1D", "2026-03-01 08:00 EST"),  # months first, then days
    ],
)
def test_a_period_is_counted_by_the_calendar(start: str, period: str, end: str) -> None:
    assert after(start, period) == end


@pytest.mark.req("REL18")
def test_a_day_is_the_portals_not_that_of_utc() -> None:
    evening = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)  # 30 August, 21:00 in Toronto
    assert CalendarPeriod.parse("P6M").after(evening, TORONTO) == datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


@pytest.mark.req("REL18")
@given(INSTANTS, INSTANTS, PERIODS)
def test_whoever_begins_on_a_later_day_never_ends_on_an_earlier_one(
    one: datetime, other: datetime, period: CalendarPeriod
) -> None:
    first, second = sorted((one, other))
    days = [period.after(start, TORONTO).astimezone(TORONTO).date() for start in (first, second)]
    assert days == sorted(days)


@given(INSTANTS, st.integers(0, 30))
def test_twelve_months_are_a_year_and_seven_days_a_week(start: datetime, count: int) -> None:
    for one, other in ((f"P{12 * count}M", f"P{count}Y"), (f"P{7 * count}D", f"P{count}W")):
        assert CalendarPeriod.parse(one).after(start, TORONTO) == CalendarPeriod.parse(other).after(start, TORONTO)


@given(INSTANTS, st.integers(0, 400))
def test_days_are_whole_but_for_the_hour_of_a_clock_change(start: datetime, days: int) -> None:
    span = CalendarPeriod(0, days).after(start, TORONTO) - start
    assert abs(span - timedelta(days=days)) <= timedelta(hours=1)


@pytest.mark.parametrize("text", ["", "P", "3M", "P3", "PT3M", "P1DT1H", "P-3M", "P1.5M", "P3M ", "p3m", "P3D1M"])
def test_what_is_no_calendar_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        CalendarPeriod.parse(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [("P3M", (3, 0)), ("P1Y6M", (18, 0)), ("P30D", (0, 30)), ("P2W1D", (0, 15)), ("P1Y2M3W4D", (14, 25))],
)
def test_a_period_is_read_from_iso_8601(text: str, period: tuple[int, int]) -> None:
    assert CalendarPeriod.parse(text) == period
