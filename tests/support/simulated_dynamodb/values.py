"""Attribute values in DynamoDB's form: what they are worth, how large they are, and what is not taken."""

from collections.abc import Mapping
from typing import Any

Attributes = dict[str, Any]  # {"name": {"S": "text"}}

KB, MB = 1024, 1024 * 1024
DIGITS = 38  # of a number
DEPTH = 32  # of lists and maps in one another


def worth(attribute: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the kind of a value and what compares with another of the kind; numbers are whole here."""
    kind, value = next(iter(attribute.items()))
    return kind, int(value) if kind == "N" else value


def item_size(item: Mapping[str, Any]) -> int:
    """Return the bytes of an item, by the rules of « DynamoDB item sizes and formats »."""
    return sum(len(name.encode()) + _size(attribute) for name, attribute in item.items())


def _size(attribute: Mapping[str, Any]) -> int:
    kind, value = next(iter(attribute.items()))
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return len(value.lstrip("-").strip("0")) // 2 + 2
        case "M":
            return 3 + sum(1 + len(name.encode()) + _size(member) for name, member in value.items())
        case "L":
            return 3 + sum(1 + _size(member) for member in value)
    return 1


def fault_of(item: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the values of an item, if anything is."""
    return next(filter(None, (_fault(attribute, 1) for attribute in item.values())), None)


def _fault(attribute: Mapping[str, Any], depth: int) -> str | None:
    if len(attribute) != 1 or next(iter(attribute)) not in ("S", "N", "M", "L", "BOOL", "NULL"):
        return "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    if depth > DEPTH:
        return "Nesting Levels have exceeded supported limits"
    kind, value = next(iter(attribute.items()))
    if kind == "N" and len(value.lstrip("-").strip("0")) > DIGITS:
        return "Attempting to store more than 38 significant digits in a Number"
    members = value.values() if kind == "M" else value if kind == "L" else ()
    return next(filter(None, (_fault(member, depth + 1) for member in members)), None)
