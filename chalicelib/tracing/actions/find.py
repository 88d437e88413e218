"""Reading shipments."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.services import Services
from chalicelib.tracing.model import Shipment
from chalicelib.tracing.storage import parse_shipment, shipment_key


def by_number(services: Services, number: str, now: datetime) -> Shipment:
    """Return what is known of the number, which may be nothing."""
    return parse_shipment(number, services.table.get(shipment_key(number)), now)


def by_numbers(services: Services, numbers: Sequence[str], now: datetime) -> list[Shipment]:
    """Return what is known of each, in one read."""
    items = services.table.get_many([shipment_key(number) for number in numbers])
    return [parse_shipment(number, item, now) for number, item in zip(numbers, items, strict=True)]
