"""Shipments and those who tell of them, for the tests of tracing."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chalice.app import Chalice

from chalicelib.integrations.actions import add, find
from chalicelib.integrations.model import Integration, Scope
from chalicelib.tracing.actions.find import by_number
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.inputs import read_events
from chalicelib.tracing.model import Shipment, ShipmentEvent
from chalicelib.tracing.rules.intake import Intake, PositionedEvent
from tests.support.http import Program
from tests.support.world import World

Json = dict[str, Any]
NUMBER, OTHER = "104700213", "104700221"
ANNOUNCED_AT = datetime(2026, 2, 27, 14, 0, tzinfo=UTC)
EVENTS = f"/api/shipments/{NUMBER}/events"
POSTAL_CODE = "H2Y 1C6"
# What nobody may see without signing in as one of the shipment's own people.
PERSONAL = ("Quincaillerie Zoé", "514 555-0123", "PO-4711", "777", "Ateliers Nord", "R. Tremblay", POSTAL_CODE)


def reported(name: str, kind: str = "arrived", hours: int = 1, **more: Any) -> Json:
    """Return an event as a carrier reports it, so many hours after the shipment was announced."""
    at = (ANNOUNCED_AT + timedelta(hours=hours)).isoformat()
    return {"id": name, "kind": kind, "at": at, "place": {"city": "Port-Clair", "province": "NL"}, **more}


def announcement(**more: Any) -> Json:
    """Return the event that says what the shipment is, and whose: the consignee is tests.support.members' member."""
    details = {
        "origin": {"city": "Baie-Grise", "province": "NL"},
        "destination": {"city": "Montréal", "province": "QC"},
        "postal_code": POSTAL_CODE,
        "pieces": 3,
        "weight_kg": 777,
        "references": {"purchase_order": "PO-4711"},
        "parties": {
            "shipper": {"name": "Ateliers Nord", "access": "TB-9000"},
            "consignee": {"name": "Quincaillerie Zoé", "access": "TB-4711", "contact": "514 555-0123"},
        },
    }
    return {"id": "e0", "kind": "announced", "at": ANNOUNCED_AT.isoformat(), "details": {**details, **more}}


WAY = (
    announcement(),
    reported("e1", "picked-up", 2, expected_on="2026-03-04"),
    reported("e2", "departed", 5),
    reported("e3", "arrived", 30, place={"city": "Rivière-Haute", "province": "QC"}),
    reported("e4", "out-for-delivery", 45, place={"city": "Montréal", "province": "QC"}),
    reported(
        "e5", "delivered", 48, place={"city": "Montréal", "province": "QC"}, signed_by="R. Tremblay", proof="e5.pdf"
    ),
)


def event(sent: Json) -> ShipmentEvent:
    return ShipmentEvent.model_validate_json(json.dumps(sent), strict=True)


def key(world: World, *scopes: Scope, name: str = "tms") -> str:
    """Return the key of a new integration; it may do everything unless it is said otherwise."""
    return add(world, name, scopes or tuple(Scope), world.now)


def carrier(world: World, app: Chalice, *scopes: Scope) -> Program:
    return Program(app, session=key(world, *scopes))


def integration(world: World) -> Integration:
    """Return the integration that tells of shipments, which is let in when it is first asked for."""
    if found := find(world, "tms"):
        return found
    key(world)
    return integration(world)


def tell(world: World, sent: Sequence[Json], number: str = NUMBER) -> Intake:
    """Let the carrier tell of a shipment."""
    return take_in(world, integration(world), number, read_events(sent).reported, world.now)


def tell_events(world: World, events: Sequence[ShipmentEvent], number: str = NUMBER) -> Intake:
    return take_in(
        world, integration(world), number, [PositionedEvent(at, each) for at, each in enumerate(events)], world.now
    )


def shipment(world: World, number: str = NUMBER) -> Shipment:
    return by_number(world, number, world.now)
