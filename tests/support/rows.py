"""Rows for the tests of the table."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from chalicelib.cloud.table import Change, Item, Key, Table

A, B, C = Key("ROW", "A"), Key("ROW", "B"), Key("ROW", "C")


def row(key: Key, **attributes: Any) -> Item:
    return {**key._asdict(), **attributes}


def written(table: Table, *items: Item) -> None:
    """Put the items, whatever was there."""

    def fill(change: Change) -> None:
        for item in items:
            change.put(item, None)

    committed(table, fill)


def committed(table: Table, fill: Callable[[Change], None], token: str | None = None) -> None:
    """Commit one change, by a token of its own unless one is given: DynamoDB knows tokens across all tables."""
    change = Change(token or uuid4().hex)
    fill(change)
    table.commit(change)
