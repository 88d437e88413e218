"""What may go amiss in the cloud. The client asks at each point where AWS may fail; `Calm` lets all go well."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

Fate = Literal["answered", "lost", "late"]


class Calm:
    """A cloud without trouble: what others override."""

    def begins(self, operation: str) -> None:
        """A call arrives: raise what becomes of it where it does not get through."""

    def ends(self, operation: str) -> None:
        """A call is done: raise where nobody learns of it."""

    def is_throttled(self, partition: str) -> bool:  # noqa: ARG002
        """Tell whether a partition takes no more for now."""
        return False

    def refused(self) -> None:
        """The client refuses a call because of what others do: take note."""

    def leaves_out(self, count: int) -> int:  # noqa: ARG002
        """Return how many of so many keys a batch leaves unprocessed."""
        return 0

    def fate(self) -> Fate:
        """Return what becomes of an accepted transaction: one that is `late` goes on after its answer is lost."""
        return "answered"

    def rows_applied(self) -> int:
        """Return how many rows of each transaction under way are applied between two calls."""
        return 1

    def lag(self) -> timedelta:
        """Return after which time the indexes learn of a write."""
        return timedelta(0)

    def shuffled(self, places: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return in which order rows of a batch are read."""
        return list(places)

    def meanwhile(self) -> None:
        """Let something else happen between two rows of one read."""
