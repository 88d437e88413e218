"""Instants: whole seconds of UTC, as text that sorts."""

import time
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
    before, now, after = datetime.now(UTC), SystemClock().now(), datetime.now(UTC)
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
    assert before.replace(microsecond=0) <= now <= after


def test_who_waits_for_the_next_second_does_not_sleep_through_it() -> None:
    slept: list[float] = []
    before = time.time()
    SystemClock(slept.append).next_second()
    after = time.time()
    (seconds,) = slept
    assert seconds <= 1
    assert int(before) + 1 <= round(after + seconds, 3)


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
