"""Status of a shipment from its events. It depends on the events, and not on the order in which they came."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.model import Details, Shipment, ShipmentEvent, ShipmentEventKind

MILESTONES = (
    ShipmentEventKind.PICKED_UP,
    ShipmentEventKind.HELD,
    ShipmentEventKind.DELAYED,
    ShipmentEventKind.OUT_FOR_DELIVERY,
    ShipmentEventKind.ATTEMPTED,
    ShipmentEventKind.DELIVERED,
)
ORDER = {kind: place for place, kind in enumerate(ShipmentEventKind)}


def in_order(events: Iterable[ShipmentEvent]) -> tuple[ShipmentEvent, ...]:
    """Return the events as they happened."""
    return tuple(sorted(events, key=lambda event: (event.at, ORDER[event.kind], event.id)))


def latest(shipment: Shipment) -> ShipmentEvent:
    """Return the event that says where the shipment stands. What is delivered stays so: scanners' clocks differ."""
    delivered = [event for event in shipment.events if event.kind is ShipmentEventKind.DELIVERED]
    return (delivered or shipment.events)[-1]


def is_worth_a_mail(shipment: Shipment, kept: Iterable[ShipmentEvent]) -> bool:
    """Tell whether a milestone has just been reached: what comes late, or only moves the goods on, mails nobody."""
    event = latest(shipment)
    return event.kind in MILESTONES and event in kept


def expected_on(shipment: Shipment) -> date | None:
    """Return the day of delivery by the last event that names one; none once it is delivered."""
    days = [event.expected_on for event in shipment.events if event.expected_on]
    return days[-1] if days and latest(shipment).kind is not ShipmentEventKind.DELIVERED else None


def details(shipment: Shipment) -> Details | None:
    """Return what the shipment is, as it was last announced; None while only its way is known."""
    return next((event.details for event in reversed(shipment.events) if event.details), None)


def proof(shipment: Shipment) -> str | None:
    """Return the file that proves the delivery."""
    return next((event.proof for event in reversed(shipment.events) if event.proof), None)


def kept_until(shipment: Shipment, policy: TracingPolicy, zone: ZoneInfo) -> datetime:
    """Return when the shipment is forgotten, unless more happens to it."""
    return policy.kept.after(shipment.events[-1].at, zone)
