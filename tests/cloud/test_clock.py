"""Instants: whole seconds of UTC, as text that sorts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.clock import from_iso, to_iso
from chalicelib.cloud.system_clock import SystemClock

ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001 -- has one
SECONDS = INSTANTS.map(lambda moment: moment.replace(microsecond=0))


def test_the_clock_tells_whole_seconds_of_utc() -> None:
    now = SystemClock().now()
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=2)


def test_who_waits_for_the_next_second_does_not_sleep_through_it() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.next_second()
    assert clock.now() - before == timedelta(seconds=1)


def test_an_instant_is_written_in_utc() -> None:
    toronto = timezone(timedelta(hours=-5))
    assert to_iso(datetime(2026, 11, 21, 10, 4, 5, tzinfo=toronto)) == "2026-11-21T15:04:05Z"


@given(SECONDS)
def test_an_instant_is_read_as_it_was_written(moment: datetime) -> None:
    assert from_iso(to_iso(moment)) == moment


@pytest.mark.req("REL18")
@given(SECONDS, SECONDS)
def test_written_instants_sort_as_they_follow_each_other(one: datetime, other: datetime) -> None:
    assert (to_iso(one) < to_iso(other)) is (one < other)
