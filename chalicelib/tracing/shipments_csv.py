"""What was traced, as a file for spreadsheets (REQUIREMENTS T1)."""

from collections.abc import Iterator

from chalicelib.phrase import phrase
from chalicelib.tracing.schemas import ShipmentShown, TracePage
from chalicelib.web.answers import Download
from chalicelib.web.sheets import MEDIA_TYPE, sheet
from chalicelib.web.visit import Visit

COLUMNS = (phrase("Number"), phrase("State"), phrase("City"), phrase("Since"), phrase("Expected day"))
UNKNOWN = phrase("No shipment has this number")


def as_csv(visit: Visit, page: TracePage) -> Download:
    head = [visit.words(column) for column in COLUMNS]
    shipments = (list(_cells(visit, shipment)) for shipment in page.shipments)
    unknown = ((number, visit.words(UNKNOWN)) for number in page.unknown)
    return Download("shipments.csv", MEDIA_TYPE, sheet([head, *shipments, *unknown]))


def _cells(visit: Visit, shipment: ShipmentShown) -> Iterator[str]:
    yield shipment.number
    yield shipment.name
    yield shipment.place.city if shipment.place else ""
    yield shipment.since.astimezone(visit.portal.zone).strftime("%Y-%m-%d %H:%M")
    yield shipment.expected_on.isoformat() if shipment.expected_on else ""
