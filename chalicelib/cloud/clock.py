"""The time as everything else is told it: whole seconds of UTC."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC and whole seconds."""

    def now(self) -> datetime: ...

    def next_second(self) -> None:
        """Wait until another second begins."""
        ...


def instant(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)


def stamp(moment: datetime) -> str:
    """Return `2026-11-21T15:04:05Z`: what stands in the table, where it sorts by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
