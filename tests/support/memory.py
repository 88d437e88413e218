"""The table in memory: held to the same contract as DynamoDB by tests/cloud/test_table.py."""

from collections import UserDict
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from datetime import datetime
from operator import itemgetter
from threading import RLock
from typing import Any, TypeVar

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import (
    MOST_WRITES,
    AllOf,
    AnyOf,
    Change,
    Compare,
    Condition,
    Conflict,
    Delete,
    Item,
    Key,
    NotExists,
    Put,
    Require,
    Update,
    key_of,
)

T = TypeVar("T")
NESTED = (dict, list)


class Rows(UserDict[Key, Item]):
    """All rows, also by what they are found by: a table of many people is as quick as one of few."""

    def __init__(self) -> None:
        self.partitions: dict[str, set[Key]] = {}
        self.kinds: dict[str, set[Key]] = {}
        self.queues: dict[str, dict[Key, None]] = {}  # a dict, for it keeps the order of the writes
        super().__init__()

    def __setitem__(self, key: Key, item: Item) -> None:
        self._forget(key)
        self.data[key] = item
        self.partitions.setdefault(key.pk, set()).add(key)
        self.kinds.setdefault(item.get("due_kind", ""), set()).add(key)
        self.queues.setdefault(item.get("queue", ""), {})[key] = None

    def __delitem__(self, key: Key) -> None:
        self._forget(key)
        del self.data[key]

    def _forget(self, key: Key) -> None:
        item = self.data.get(key)
        if item is not None:
            self.partitions[key[0]].discard(key)
            self.kinds[item.get("due_kind", "")].discard(key)
            self.queues[item.get("queue", "")].pop(key, None)


class MemoryTable:
    """One lock makes each call atomic; `calls` says what was asked of it. `on_write` gets each row that is written."""

    def __init__(self, on_write: Callable[[Item], None] = lambda _item: None) -> None:
        self.on_write = on_write
        self._rows = Rows()
        self.items: MutableMapping[Key, Item] = self._rows
        self.calls: list[str] = []
        self._lock = RLock()

    def get(self, key: Key) -> Item | None:
        self.calls.append("get")
        return copied(self._rows.data.get(key))

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        self.calls.append("get_many")
        return [copied(self._rows.data.get(key)) for key in keys]

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        self.calls.append("query")
        keys = [key for key in self._rows.partitions.get(pk, ()) if key[1].startswith(begins_with)]
        if between:
            keys = [key for key in keys if between[0] <= key[1] <= between[1]]
        keys.sort(key=itemgetter(1), reverse=newest_first)
        yield from (copied(self._rows.data[key]) for key in keys[:limit])

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        self.calls.append("due")
        waiting = [self.items[key] for key in self._rows.kinds.get(kind, ())]
        found = [item for item in waiting if item["due_at"] <= to_iso(until)]
        yield from map(key_of, sorted(found, key=lambda item: (str(item["due_at"]), key_of(item))))

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:  # noqa: ARG002
        self.calls.extend("queue" for _ in names)
        waiting = [self._rows.data[key] for name in names for key in self._rows.queues.get(name, ())]
        found = [item for item in waiting if since is None or item["queue_at"] >= to_iso(since)]
        yield from map(key_of, sorted(found, key=lambda item: str(item["queue_at"])))

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self.calls.append("update")
        with self._lock:
            if not holds(when, self.items.get(key)):
                raise Conflict([key], copied(self.items.get(key)))
            self._update(Update(key, values, add, when))
            return copied(self.items[key])

    def commit(self, change: Change) -> None:
        self.calls.append("commit")
        keys = [write.key for write in change.writes]
        assert 0 < len(keys) <= MOST_WRITES, "DynamoDB takes 1 to 100 writes in a transaction"
        assert len(set(keys)) == len(keys), "DynamoDB takes one write for each item in a transaction"
        with self._lock:
            lost = [write.key for write in change.writes if not holds(write.when, self.items.get(write.key))]
            if lost and not self._is_ours(change):
                raise Conflict(lost)
            for write in [] if lost else change.writes:
                self._apply(write)

    def _apply(self, write: Put | Update | Delete | Require) -> None:
        match write:
            case Put(item, _):
                self.on_write(item)
                self.items[write.key] = copied(item)
            case Update():
                self._update(write)
            case Delete(key, _):
                if key in self.items:
                    del self.items[key]

    def _update(self, write: Update) -> None:
        item = {**self.items.get(write.key, write.key._asdict()), **copied(dict(write.values))}
        for name, count in write.add.items():
            item[name] = item.get(name, 0) + count
        self.on_write(item)
        self.items[write.key] = item

    def _is_ours(self, change: Change) -> bool:
        keys = [write.key for write in change.writes if isinstance(write, Put) and "idempotency_token" in write.item]
        return any(
            self.items[key]["idempotency_token"] == change.idempotency_token for key in keys if key in self.items
        )


def copied(value: T) -> T:
    """Return a copy that shares nothing which can change: `deepcopy` for JSON, at a tenth of the price."""
    found: Any = value
    if isinstance(value, dict):
        found = {name: copied(each) if type(each) in NESTED else each for name, each in value.items()}
    elif isinstance(value, list):
        found = [copied(each) for each in value]
    return found  # type: ignore[no-any-return]  # a copy is of the type of what it copies


def holds(condition: Condition | None, item: Item | None) -> bool:
    """Tell whether the condition is true of the item, as DynamoDB would."""
    match condition:
        case None:
            return True
        case NotExists(name):
            return item is None or name not in item
        case AnyOf(conditions):
            return any(holds(each, item) for each in conditions)
        case AllOf(conditions):
            return all(holds(each, item) for each in conditions)
        case Compare(name, operator, value):
            return item is not None and name in item and _compares(item[name], operator, value)


def _compares(found: Any, operator: str, value: Any) -> bool:
    if type(found) is not type(value):
        return False
    comparisons = {
        "=": found == value,
        "<": found < value,
        "<=": found <= value,
        ">": found > value,
        ">=": found >= value,
    }
    return bool(comparisons[operator])
