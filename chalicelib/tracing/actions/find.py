"""Reading shipments."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.services import Services
from chalicelib.tracing.model import Shipment
from chalicelib.tracing.storage import shipment_key, shipment_of


def by_number(services: Services, number: str, now: datetime) -> Shipment:
    """Return what is known of the number, which may be nothing."""
    return shipment_of(number, services.table.get(shipment_key(number)), now)


def by_numbers(services: Services, numbers: Sequence[str], now: datetime) -> list[Shipment]:
    """Return what is known of each, in one read."""
    items = services.table.get_many([shipment_key(number) for number in numbers])
    return [shipment_of(number, item, now) for number, item in zip(numbers, items, strict=True)]
