"""How long a stage usually takes: counted as files leave it, in classes that grow with the time (REQUIREMENTS F7)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

DAY = timedelta(1)
HALF, NINE_OF_TEN = 0.5, 0.9


class Usual(NamedTuple):
    """Half of the files took at most `median`, nine of ten at most `most`; in days."""

    median: int
    most: int


def class_of(took: timedelta) -> int:
    """Return the class of a duration: the first of 1, 2, 3, 5, 8, 13 … days that it did not exceed."""
    limit, following = 1, 2
    while limit * DAY < took:
        limit, following = following, limit + following
    return limit


def usual(days: Iterable[Mapping[int, int]], least: int) -> Usual | None:
    """Return how long it took, from each day's counts by class; None for fewer than `least` files."""
    counts: Counter[int] = Counter()
    for day in days:
        counts.update(day)
    if counts.total() < least:
        return None
    return Usual(_percentile(counts, HALF), _percentile(counts, NINE_OF_TEN))


def _percentile(counts: Counter[int], part: float) -> int:
    """Return the first class at which this part of all files is counted."""
    seen = 0
    for limit in sorted(counts):
        seen += counts[limit]
        if seen >= part * counts.total():
            break
    return limit
