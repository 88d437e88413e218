"""Stand-ins for the table and for hashes that cost next to nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.cloud.table import Change, Condition, Item, Key, Table

T = TypeVar("T")


class InstantTable:
    """Asks the table for what it does not know yet, and answers from memory from then on. It writes nothing more."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[Any, Any] = {}

    def get(self, key: Key) -> Item | None:
        return self._once(("get", key), lambda: self._table.get(key))

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        return self._once(("get_many", *keys), lambda: self._table.get_many(keys))

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        found = self._table.query(pk, begins_with, between=between, newest_first=newest_first, limit=limit)
        yield from self._once(("query", pk, begins_with, between), lambda: list(found))

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        yield from self._once(("due", kind), lambda: list(self._table.due(kind, until)))

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        yield from self._once(("queue", *names), lambda: list(self._table.queue(*names, since=since, page=page)))

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        return self._once(("update", key), lambda: self._table.update(key, values, add, when))

    def commit(self, change: Change) -> None:
        """Take it as written."""

    def _once(self, call: Any, ask: Callable[[], T]) -> T:
        if call not in self._known:
            self._known[call] = ask()
        found: T = self._known[call]
        return found


class InstantPasswords:
    """Every password is right."""

    def hash(self, password: str) -> str:
        return password

    def matches(self, password: str, stored: str | None) -> bool:  # noqa: ARG002 -- it looks at neither
        return True

    def outdated(self, stored: str) -> bool:  # noqa: ARG002
        return False
