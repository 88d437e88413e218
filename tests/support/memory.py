"""The table in memory: held to the same contract as DynamoDB by tests/cloud/test_table.py."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from threading import RLock
from typing import Any

from chalicelib.cloud.clock import stamp
from chalicelib.cloud.table import (
    MOST_WRITES,
    Absent,
    AllOf,
    AnyOf,
    Change,
    Compare,
    Condition,
    Conflict,
    Delete,
    Item,
    Key,
    Put,
    Require,
    Update,
    key_of,
)


class MemoryTable:
    """One lock makes each call atomic; `calls` says what was asked of it."""

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.calls: list[str] = []
        self._lock = RLock()

    def get(self, key: Key) -> Item | None:
        self.calls.append("get")
        return deepcopy(self.items.get(key))

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        self.calls.append("get_many")
        return [deepcopy(self.items.get(key)) for key in keys]

    def query(
        self, pk: str, begins_with: str = "", *, newest_first: bool = False, limit: int | None = None
    ) -> Iterator[Item]:
        self.calls.append("query")
        keys = sorted(key for key in self.items if key.pk == pk and key.sk.startswith(begins_with))
        yield from (deepcopy(self.items[key]) for key in sorted(keys, reverse=newest_first)[:limit])

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        self.calls.append("due")
        waiting = [item for item in self.items.values() if item.get("due_kind") == kind]
        found = [item for item in waiting if item["due_at"] <= stamp(until)]
        yield from map(key_of, sorted(found, key=lambda item: str(item["due_at"])))

    def queue(self, name: str, since: datetime | None = None) -> Iterator[Key]:
        self.calls.append("queue")
        waiting = [item for item in self.items.values() if item.get("queue") == name]
        found = [item for item in waiting if since is None or item["queue_at"] >= stamp(since)]
        yield from map(key_of, sorted(found, key=lambda item: str(item["queue_at"])))

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self.calls.append("update")
        with self._lock:
            if not holds(when, self.items.get(key)):
                raise Conflict([key], deepcopy(self.items.get(key)))
            self._update(Update(key, values, add, when))
            return deepcopy(self.items[key])

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
                self.items[write.key] = deepcopy(item)
            case Update():
                self._update(write)
            case Delete(key, _):
                self.items.pop(key, None)

    def _update(self, write: Update) -> None:
        item = self.items.setdefault(write.key, dict(write.key._asdict()))
        item.update(deepcopy(dict(write.values)))
        for name, count in write.add.items():
            item[name] = item.get(name, 0) + count

    def _is_ours(self, change: Change) -> bool:
        keys = [write.key for write in change.writes if isinstance(write, Put) and "command" in write.item]
        return any(self.items[key]["command"] == change.command for key in keys if key in self.items)


def holds(condition: Condition | None, item: Item | None) -> bool:
    """Tell whether the condition is true of the item, as DynamoDB would."""
    match condition:
        case None:
            return True
        case Absent(name):
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
