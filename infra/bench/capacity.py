"""What DynamoDB charges, by its published rules: the local cloud counts a unit for each item, whatever its size."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

Attribute = Mapping[str, Any]  # {"S": "text"}
Attributes = Mapping[str, Attribute]
READ, WRITE = 4096, 1024  # bytes to a unit
INDEXES = {"due": ("due_kind", "due_at"), "queue": ("queue", "queue_at")}  # keys only: an entry is never above 1 KB


def item_size(item: Attributes) -> int:
    """Return the bytes of an item: its names and its values."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(attribute: Attribute) -> int:
    kind, value = next(iter(attribute.items()))
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return ceil(len(value.lstrip("-").replace(".", "").strip("0")) / 2) + 1
        case "M":
            return 3 + len(value) + item_size(value)
        case "L":
            return 3 + len(value) + sum(map(_size, value))
    return 1  # BOOL, NULL


def read_units(sizes: Iterable[int]) -> int:
    """Return what items cost that are read one by one, consistently; one that is not there costs the least."""
    return sum(max(1, ceil(size / READ)) for size in sizes)


def write_units(before: Attributes | None, after: Attributes | None) -> int:
    """Return what it costs to make the one of the other, without indexes; None is no item."""
    return max(1, *(ceil(item_size(item or {}) / WRITE) for item in (before, after)))


def index_units(before: Attributes | None, after: Attributes | None) -> int:
    """Return what an item's way in and out of the indexes costs: one unit to enter or leave, two to move."""
    return sum(_moves(_entry(before, keys), _entry(after, keys)) for keys in INDEXES.values())


def _entry(item: Attributes | None, keys: tuple[str, str]) -> tuple[Attribute, ...]:
    return tuple(item[key] for key in keys) if item and all(key in item for key in keys) else ()


def _moves(before: tuple[Attribute, ...], after: tuple[Attribute, ...]) -> int:
    return 0 if before == after else bool(before) + bool(after)
