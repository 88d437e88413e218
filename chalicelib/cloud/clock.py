"""The clock as the actions see it: whole seconds of UTC, and their text form."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC and whole seconds."""

    def now(self) -> datetime: ...

    def next_second(self) -> None:
        """Wait until another second begins."""
        ...


def from_iso(text: str) -> datetime:
    """Read what `to_iso` wrote."""
    return datetime.fromisoformat(text)


def to_iso(moment: datetime) -> str:
    """Return `2026-11-21T15:04:05Z`: what stands in the table, where it sorts by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
