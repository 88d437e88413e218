"""Storage of shipments: one row each, with its whole time line.

A trace is one read, whatever happened; an event is one read and one write of a row of 1 or 2 KB. A row for each event
would cost an event as much and a trace ten times as much, and could not tell the newest without reading the others.
Nothing else is written with an event, so that no row is everyone's: load spreads as the numbers do.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.cloud.table import NOT_EXISTS, Change, Condition, Item, Key, RowKind, Table, unchanged
from chalicelib.tracing.model import Shipment


def shipment_key(number: str) -> Key:
    return Key(f"SHIPMENT#{number}", "SHIPMENT")


def parse_shipment(number: str, item: Item | None, now: datetime) -> Shipment:
    """Return what is known of the number; nothing is of one whose time is over, though its row still lies there."""
    if item is None:
        return Shipment(number=number)
    if item["ttl"] <= now.timestamp():
        return Shipment(number=number, version=item["version"])
    return Shipment.from_item(item)


def save_shipment(table: Table, shipment: Shipment, until: datetime) -> None:
    """Write a shipment alone: that costs half of what a transaction does. Raise Conflict if it changed meanwhile."""
    table.update(shipment_key(shipment.number), _values(shipment, until), {}, _still(shipment))


def put_shipment(change: Change, shipment: Shipment, until: datetime) -> None:
    """Write a shipment with what follows from it."""
    change.put({**shipment_key(shipment.number)._asdict(), **_values(shipment, until)}, _still(shipment))


def _values(shipment: Shipment, until: datetime) -> Mapping[str, Any]:
    written = shipment.replace(version=shipment.version + 1).stored()
    return {**written, "ttl": int(until.timestamp())}


def _still(shipment: Shipment) -> Condition:
    """Nobody wrote it since it was read."""
    return unchanged(shipment.version) if shipment.version else NOT_EXISTS


ROWS = (
    RowKind(
        "SHIPMENT#<number>",
        "SHIPMENT",
        "A shipment with all its events.",
        Shipment,
        (save_shipment, put_shipment),
        parse_shipment,
        ttl="some time after the last event",
    ),
)
