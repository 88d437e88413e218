"""The rows of a table: by partition and sort key, with what follows from each write: indexes and the stream."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from tests.support.simulated_dynamodb.errors import invalid
from tests.support.simulated_dynamodb.indexes import Index
from tests.support.simulated_dynamodb.troubles import Calm
from tests.support.simulated_dynamodb.values import KB, Attributes, fault_of, item_size

LARGEST = 400 * KB  # an item, with the names of its attributes
Place = tuple[str, str]  # partition and sort key


class Write(NamedTuple):
    """A row as it was written: None where it was removed. `by_ttl` says that DynamoDB itself removed it."""

    place: Place
    before: Attributes | None
    after: Attributes | None
    at: datetime
    by_ttl: bool = False


class Rows:
    """All rows. `writes` is all that was ever written, which the stream tells."""

    def __init__(self, now: Callable[[], datetime], troubles: Calm) -> None:
        self.items: dict[Place, Attributes] = {}
        self.indexes = {"due": Index("due_kind", "due_at"), "queue": Index("queue", "queue_at")}
        self.writes: list[Write] = []
        self._sorted: dict[str, list[str]] = {}  # the sort keys of each partition
        self._now, self._troubles = now, troubles

    def write(self, place: Place, item: Attributes | None, *, by_ttl: bool = False) -> None:
        """Put or remove a row. A write that changes nothing leaves nothing in the stream."""
        before = self.items.get(place)
        if item == before:
            return
        if item is None:
            del self.items[place]
            self._sorted[place[0]].remove(place[1])
        else:
            self.items[place] = item
            if before is None:
                insort(self._sorted.setdefault(place[0], []), place[1])
        for index in self.indexes.values():
            index.hear(place, item, self._now() + self._troubles.lag())
        self.writes.append(Write(place, before, item, self._now(), by_ttl))

    def following(self, pk: str, after: str | None, *, newest_first: bool) -> str | None:
        """Return the sort key that comes next in a partition as it is at this moment."""
        keys = self._sorted.get(pk, [])
        if newest_first:
            place = (len(keys) if after is None else bisect_left(keys, after)) - 1
        else:
            place = 0 if after is None else bisect_right(keys, after)
        return keys[place] if 0 <= place < len(keys) else None

    def expired(self, seconds: float) -> Iterator[Place]:
        """Yield the rows that TTL may remove at a time."""
        yield from [
            place for place, item in self.items.items() if int(item.get("ttl", {}).get("N", seconds + 1)) <= seconds
        ]


def place_of(key: Mapping[str, Any]) -> Place:
    """Return where an item lies; refuse what is no key."""
    try:
        pk, sk = key["pk"]["S"], key["sk"]["S"]
    except KeyError:
        raise invalid("The provided key element does not match the schema") from None
    if not 0 < len(pk.encode()) <= 2048 or not 0 < len(sk.encode()) <= 1024:
        raise invalid("One or more parameter values are not valid: a key that is empty or too long")
    return pk, sk


def checked(item: Attributes) -> Attributes:
    """Return an item that can be written; refuse one that is too large or holds what no item may hold."""
    place_of(item)
    keys = [name for name in ("due_kind", "due_at", "queue", "queue_at") if name in item]
    if any(not item[name].get("S") for name in keys):
        raise invalid("One or more parameter values were invalid: Type mismatch for Index Key")
    if fault := fault_of(item):
        raise invalid(fault)
    if item_size(item) > LARGEST:
        raise invalid("Item size has exceeded the maximum allowed size")
    return item
