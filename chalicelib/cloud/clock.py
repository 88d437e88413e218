"""The one place that reads the clock."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC and whole seconds."""

    def now(self) -> datetime: ...


class SystemClock:
    """Whole seconds, so that an instant reads the same in a record, in the table and in a mail, and sorts as text."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


def instant(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)


def stamp(moment: datetime) -> str:
    """Return `2026-11-21T15:04:05Z`: what stands in the table, where it sorts by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
