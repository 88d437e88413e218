"""Traced shipments as CSV for spreadsheets (REQUIREMENTS T1)."""

from collections.abc import Iterator

from chalicelib.phrase import phrase
from chalicelib.tracing.schemas import ShipmentShown, TracePage
from chalicelib.web.answers import Download
from chalicelib.web.request import Request
from chalicelib.web.sheets import MEDIA_TYPE, sheet

COLUMNS = (phrase("Number"), phrase("State"), phrase("City"), phrase("Since"), phrase("Expected day"))
UNKNOWN = phrase("No shipment has this number")


def as_csv(request: Request, page: TracePage) -> Download:
    head = [request.words(column) for column in COLUMNS]
    shipments = (list(_cells(request, shipment)) for shipment in page.shipments)
    unknown = ((number, request.words(UNKNOWN)) for number in page.unknown)
    return Download("shipments.csv", MEDIA_TYPE, sheet([head, *shipments, *unknown]))


def _cells(request: Request, shipment: ShipmentShown) -> Iterator[str]:
    yield shipment.number
    yield shipment.name
    yield shipment.place.city if shipment.place else ""
    yield shipment.since.astimezone(request.portal.zone).strftime("%Y-%m-%d %H:%M")
    yield shipment.expected_on.isoformat() if shipment.expected_on else ""
