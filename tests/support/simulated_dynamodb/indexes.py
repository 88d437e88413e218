"""A secondary index of keys only: it learns of writes some time later, of those of one row in their order."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tests.support.simulated_dynamodb.values import Attributes

Place = tuple[str, str]


class Entry(NamedTuple):
    """Where a row stands in an index."""

    partition: str
    sort: str


class Pending(NamedTuple):
    """What the index does not know yet: it learns at a moment where the row stands, or that it stands nowhere."""

    at: datetime
    place: Place
    entry: Entry | None


class Index:
    """`hash_name` and `range_name` are its key: rows that lack one of them are not in it."""

    def __init__(self, hash_name: str, range_name: str) -> None:
        self.hash_name, self.range_name = hash_name, range_name
        self._partitions: dict[str, dict[Place, str]] = {}
        self._entries: dict[Place, Entry] = {}
        self._pending: deque[Pending] = deque()
        self._latest: dict[Place, datetime] = {}

    def hear(self, place: Place, item: Attributes | None, at: datetime) -> None:
        """Take note of a write, of which the index knows from a moment on: never before the row's earlier writes."""
        entry = self._entry(item)
        if entry is None and place not in self._entries and place not in self._latest:
            return
        at = max(at, self._latest.get(place, at))
        self._latest[place] = at
        self._pending.append(Pending(at, place, entry))

    def known(self, partition: str, now: datetime) -> Iterator[tuple[str, Place]]:
        """Yield what the index knows of a partition: where each row stands in it, in order."""
        self._learn(now)
        yield from sorted((sort, place) for place, sort in self._partitions.get(partition, {}).items())

    def _entry(self, item: Attributes | None) -> Entry | None:
        if item is None or self.hash_name not in item or self.range_name not in item:
            return None
        return Entry(item[self.hash_name]["S"], item[self.range_name]["S"])

    def _learn(self, now: datetime) -> None:
        later: deque[Pending] = deque()
        for each in self._pending:
            if each.at > now:
                later.append(each)
                continue
            self._move(each.place, each.entry)
            if self._latest.get(each.place) == each.at:
                del self._latest[each.place]
        self._pending = later

    def _move(self, place: Place, entry: Entry | None) -> None:
        before = self._entries.pop(place, None)
        if before:
            del self._partitions[before.partition][place]
        if entry:
            self._entries[place] = entry
            self._partitions.setdefault(entry.partition, {})[place] = entry.sort
