"""Builds the pages of traced shipments."""

from collections.abc import Sequence

from chalicelib.phrase import phrase
from chalicelib.tracing.actions.follow import is_followed_by
from chalicelib.tracing.actions.trace import Traced
from chalicelib.tracing.inputs import ParsedBatch
from chalicelib.tracing.labels import KINDS
from chalicelib.tracing.model import PartyRole, Shipment, ShipmentEvent
from chalicelib.tracing.rules.intake import Intake, Reason, RejectedEvent
from chalicelib.tracing.rules.timeline import details, expected_on, latest, proof
from chalicelib.tracing.schemas import BatchTaken, FullShown, PartyShown, RefusedEvent, ShipmentShown, Step, TracePage
from chalicelib.web.request import Request

WHY = {
    Reason.MALFORMED: phrase("The event does not fit the schema: see the fields."),
    Reason.NOT_ALLOWED: phrase("This key does not allow shipments to be announced."),
    Reason.CONTRADICTS: phrase("Another event was told with this id, and it is kept."),
    Reason.IN_THE_FUTURE: phrase("The event has not happened yet."),
    Reason.TOO_OLD: phrase("The event happened before anything that is kept."),
    Reason.FULL: phrase("The shipment has no room for more events."),
}


def trace_page(request: Request, traced: Sequence[Traced], who: str | None) -> TracePage:
    """Return the page for the person of this id; None for a stranger."""
    shipments = [_shown(request, each.shipment, each.role, who) for each in traced if each.shipment]
    unknown = [each.number for each in traced if each.shipment is None]
    return TracePage(shipments=tuple(shipments), unknown=tuple(unknown))


def _shown(request: Request, shipment: Shipment, role: PartyRole | None, who: str | None) -> ShipmentShown:
    event = latest(shipment)
    return ShipmentShown(
        number=shipment.number,
        state=event.kind,
        name=request.words(KINDS[event.kind]),
        since=event.at,
        place=event.place,
        expected_on=expected_on(shipment),
        steps=tuple(_step(request, each) for each in reversed(shipment.events)),
        full=_full(shipment, role),
        is_followed=who is not None and is_followed_by(shipment, who),
    )


def _step(request: Request, event: ShipmentEvent) -> Step:
    return Step(kind=event.kind, name=request.words(KINDS[event.kind]), at=event.at, place=event.place)


def _full(shipment: Shipment, role: PartyRole | None) -> FullShown | None:
    """Return what only the shipment's own people see; nothing for anyone else."""
    found = details(shipment)
    if role is None or found is None:
        return None
    parties = found.parties.items()
    return FullShown(
        role=role,
        origin=found.origin,
        destination=found.destination,
        pieces=found.pieces,
        weight_kg=found.weight_kg,
        references=found.references,
        parties=tuple(PartyShown(role=each, name=party.name, contact=party.contact) for each, party in parties),
        signed_by=latest(shipment).signed_by,
        has_proof=proof(shipment) is not None,
    )


def batch_taken(request: Request, read: ParsedBatch, taken: Intake) -> BatchTaken:
    """Return the answer to an integration, what was refused in the order in which it was sent."""
    refused = sorted([*read.refused, *taken.refused], key=lambda each: each.position)
    return BatchTaken(
        kept=len(taken.kept), known=taken.known, refused=tuple(_refused(request, each) for each in refused)
    )


def _refused(request: Request, refused: RejectedEvent) -> RefusedEvent:
    said = request.words(WHY[refused.reason])
    return RefusedEvent(
        index=refused.position, id=refused.event, reason=refused.reason, detail=said, fields=refused.fields
    )
