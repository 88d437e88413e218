"""Intake of events (REQUIREMENTS T3): commutative and idempotent; each rejected event has a reason."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.portal.policies import TracingPolicy
from chalicelib.tracing.model import Shipment, ShipmentEvent
from chalicelib.tracing.rules.timeline import in_order


class Reason(StrEnum):
    """Why an event was refused."""

    MALFORMED = "malformed"  # by the schema
    NOT_ALLOWED = "not-allowed"  # the key's scopes don't let it announce shipments
    CONTRADICTS = "contradicts"  # the id stands for another event already
    IN_THE_FUTURE = "in-the-future"
    TOO_OLD = "too-old"
    FULL = "full"


class PositionedEvent(NamedTuple):
    """An event as it was reported; `position` is its place in the batch, or its line in the file."""

    position: int
    event: ShipmentEvent


class RejectedEvent(NamedTuple):
    """An event that was not taken in; `fields` are those that are to blame."""

    position: int
    event: str | None  # its id, where that could be read
    reason: Reason
    fields: tuple[str, ...] = ()


class Terms(NamedTuple):
    """What events are judged by, beside the shipment itself."""

    policy: TracingPolicy
    zone: ZoneInfo
    may_announce: bool
    now: datetime


class Intake(NamedTuple):
    """What became of a batch. `known` were reported before, with the same content."""

    shipment: Shipment
    kept: tuple[ShipmentEvent, ...]
    known: int
    refused: tuple[RejectedEvent, ...]


def take_in(shipment: Shipment, batch: Iterable[PositionedEvent], terms: Terms) -> Intake:
    """Return the shipment with what could be taken in."""
    events = {event.id: event for event in shipment.events}
    kept: list[ShipmentEvent] = []
    refused: list[RejectedEvent] = []
    known, space = 0, terms.policy.max_bytes - sum(map(_size, events.values()))
    for position, event in batch:
        if events.get(event.id) == event:
            known += 1
        elif reason := _reason_against(event, events.get(event.id), space, terms):
            refused.append(RejectedEvent(position, event.id, reason))
        else:
            events[event.id] = event
            kept.append(event)
            space -= _size(event)
    return Intake(shipment.replace(events=in_order(events.values())), tuple(kept), known, tuple(refused))


def _reason_against(event: ShipmentEvent, before: ShipmentEvent | None, space: int, terms: Terms) -> Reason | None:
    policy = terms.policy
    checks = {
        Reason.NOT_ALLOWED: event.details is not None and not terms.may_announce,
        Reason.CONTRADICTS: before is not None,
        Reason.IN_THE_FUTURE: event.at > terms.now + policy.clock_skew,
        Reason.TOO_OLD: policy.kept.after(event.at, terms.zone) <= terms.now,
        Reason.FULL: _size(event) > space,
    }
    return next((reason for reason, holds in checks.items() if holds), None)


def _size(event: ShipmentEvent) -> int:
    return len(event.model_dump_json(exclude_none=True).encode())
