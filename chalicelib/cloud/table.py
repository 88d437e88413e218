"""The table as the actions see it: items, conditions, and a change that is written atomically.

Two adapters keep this contract: `cloud.dynamo` and the in-memory table of the tests; one suite holds both to it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

Item = dict[str, Any]  # str, int, bool, None, list and dict, nested; always with `pk` and `sk`


class Key(NamedTuple):
    """Where an item lies."""

    pk: str
    sk: str


class RowKind(NamedTuple):
    """One kind of row, as a module declares it in its `ROWS`; docs/data-model.md lists them all.

    In a key, `<name>` is a part without "#", and `<name...>` one that may contain it. A queue's name is written alike.
    """

    pk: str
    sk: str
    purpose: str
    record: type | None  # the class that the row holds; None where it only has a few attributes
    written_by: tuple[Callable[..., Any], ...]
    parsed_by: Callable[..., Any] | None = None
    due: tuple[str, ...] = ()  # the kinds of due work that it may be
    queue: str = ""  # the queue that it may wait in
    ttl: str = ""  # when TTL removes it


class Compare(NamedTuple):
    """`name <operator> value`, false where the item has no such attribute."""

    name: str
    operator: Literal["=", "<", "<=", ">", ">="]
    value: Any


class NotExists(NamedTuple):
    """There is no such item, or it lacks this attribute."""

    name: str = "pk"


class AnyOf(NamedTuple):
    """At least one holds."""

    conditions: tuple["Condition", ...]


class AllOf(NamedTuple):
    """Every one holds."""

    conditions: tuple["Condition", ...]


Condition = Compare | NotExists | AnyOf | AllOf
NOT_EXISTS = NotExists()


def unchanged(version: int) -> Condition:
    """Nobody wrote the item since this version of it was read."""
    return Compare("version", "=", version)


class Put(NamedTuple):
    """Write the whole item."""

    item: Item
    when: Condition | None

    @property
    def key(self) -> Key:
        return key_of(self.item)


class Update(NamedTuple):
    """Set some attributes and count some up, whatever the others are."""

    key: Key
    values: Mapping[str, Any]
    add: Mapping[str, int]
    when: Condition | None


class Delete(NamedTuple):
    """Remove the item; fine where there is none, unless the condition says otherwise."""

    key: Key
    when: Condition | None


class Require(NamedTuple):
    """Write nothing, but let the change fail unless this holds."""

    key: Key
    when: Condition


Write = Put | Update | Delete | Require


class Change:
    """What one action writes: all of it or nothing.

    `idempotency_token` names the action's one run: a row that has it proves, after a lost answer, that it was ours.
    """

    def __init__(self, idempotency_token: str) -> None:
        self.idempotency_token = idempotency_token
        self.writes: list[Write] = []

    def put(self, item: Item, when: Condition | None = NOT_EXISTS) -> None:
        self.writes.append(Put(item, when))

    def update(
        self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None = None
    ) -> None:
        self.writes.append(Update(key, values, add, when))

    def delete(self, key: Key, when: Condition | None = None) -> None:
        self.writes.append(Delete(key, when))

    def require(self, key: Key, when: Condition) -> None:
        self.writes.append(Require(key, when))

    def once(self, key: Key, **attributes: Any) -> None:
        """Write the effect's own row: whoever comes second with the same key changes nothing."""
        self.put({"pk": key.pk, "sk": key.sk, "idempotency_token": self.idempotency_token, **attributes})


class Conflict(Exception):  # noqa: N818 -- a noun with data: someone else was first
    """A condition did not hold, so nothing was written."""

    def __init__(self, keys: Sequence[Key], current: Item | None = None) -> None:
        super().__init__(f"changed by someone else: {', '.join(key.sk for key in keys)}")
        self.keys = tuple(keys)
        self.current = current  # what an `update` found instead; None where there is nothing, or many writes


class Unavailable(Exception):  # noqa: N818 -- a state of the cloud, not a fault of ours
    """The cloud answers too late, or not now; nothing is known to be half done."""


MOST_KEYS = 100  # that one read takes
MOST_WRITES = 100  # that one change takes


class Table(Protocol):
    """One portal's table. Every read is consistent, but for `due` and `queue`, which only find candidates."""

    def get(self, key: Key) -> Item | None: ...

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        """Return the items in the order of their keys: one read for each MOST_KEYS."""
        ...

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        """Yield the items of a partition by sort key, page by page as they are taken; at most `limit`.

        `between` says the first and the last sort key that may come, instead of how they begin.
        """
        ...

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        """Yield the keys of the items of this kind whose `due_at` has come, the oldest first."""
        ...

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        """Yield the keys of the items that wait in these queues, by `queue_at`: all, or those of `since` and later.

        `page` is how many are fetched of each queue at a time, for who will not take all of them.
        """
        ...

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        """Set and add in one atomic write; return the item as it is then. Raise Conflict with what is there instead."""
        ...

    def commit(self, change: Change) -> None:
        """Write all of the change, or raise Conflict and write nothing. Safe to repeat with the same change."""
        ...


def key_of(item: Mapping[str, Any]) -> Key:
    return Key(item["pk"], item["sk"])
