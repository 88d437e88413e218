"""Rows as newer code would have written them: with attributes that today's code does not know."""

from typing import Any

from chalicelib.cloud.table import Delete, Item, Key, Put, Require, Update, key_of
from chalicelib.record import Record
from tests.faults.crashes import WatchedTable
from tests.support.row_kinds import kinds_of

ADDED = {"from_newer": {"since": "2.0", "parts": [1, "two"]}}


def with_added(item: Item) -> Item:
    """Return a row with an attribute more, in itself and in each record in it."""
    [declared] = kinds_of(key_of(item))
    record = declared.kind.record
    return item if record is None else {**_added(record.from_item(item), item), **ADDED}  # type: ignore[attr-defined]


def _added(value: Any, stored: Any) -> Any:
    match value:
        case Record():
            parts = {name: _added(getattr(value, name, None), part) for name, part in stored.items()}
            return {**parts, **ADDED}
        case tuple() if any(isinstance(each, Record) for each in value):
            return [_added(each, part) for each, part in zip(value, stored, strict=True)]
        case dict() if any(isinstance(each, Record) for each in value.values()):
            return {name: _added(value[name], part) for name, part in stored.items()}
    return stored


def _is_lost(before: Any, after: Any) -> bool:
    """Tell whether a part of a row is without what newer code had added, and else the same."""
    if before == after:
        return False
    if isinstance(before, list) and isinstance(after, list):
        return any(_is_lost(*pair) for pair in zip(before, after, strict=False))
    is_same = before != _plain(before) and _plain(before) == _plain(after)
    return bool(before == ADDED["from_newer"] or is_same)


def _plain(part: Any) -> Any:
    """Return a part of a row without what newer code added."""
    match part:
        case dict():
            return {name: _plain(each) for name, each in part.items() if name not in ADDED}
        case list():
            return [_plain(each) for each in part]
    return part


class NewerTable(WatchedTable):
    """A table to whose rows newer code adds as soon as they are written, until it stops.

    `lost` is what ours did not write again of what it had added.
    """

    is_adding = True
    lost: tuple[str, ...] = ()

    def stop_adding(self) -> None:
        """Let our code alone write from here on."""
        self.is_adding, self.lost = False, ()

    def _apply(self, write: Put | Update | Delete | Require) -> None:
        if isinstance(write, Put) and ADDED.keys() <= self.items.get(write.key, {}).keys():
            before, after = self.items[write.key], write.item
            lost = [name for name in before if _is_lost(before[name], after.get(name))]
            self.lost = (*self.lost, *(f"{write.key.sk}: {name}" for name in lost))
        super()._apply(write)

    def _note(self, key: Key) -> None:
        if key in self.items and self.is_adding:
            self.items[key] = with_added(self.items[key])
        super()._note(key)
