"""What was traced, as a file for spreadsheets (REQUIREMENTS T1)."""

import csv
from collections.abc import Iterator
from io import StringIO

from chalicelib.phrase import phrase
from chalicelib.tracing.pages import ShipmentShown, TracePage
from chalicelib.web.answers import Download
from chalicelib.web.visit import Visit

MEDIA_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"  # spreadsheets read the file as UTF-8 by it
COLUMNS = (phrase("Number"), phrase("State"), phrase("City"), phrase("Since"), phrase("Expected day"))
UNKNOWN = phrase("No shipment has this number")
FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would compute instead of show


def as_csv(visit: Visit, page: TracePage) -> Download:
    written = StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(visit.words(column) for column in COLUMNS)
    rows.writerows([_text(cell) for cell in _cells(visit, shipment)] for shipment in page.shipments)
    rows.writerows((number, visit.words(UNKNOWN)) for number in page.unknown)
    return Download("shipments.csv", MEDIA_TYPE, MARK + written.getvalue())


def _cells(visit: Visit, shipment: ShipmentShown) -> Iterator[str]:
    yield shipment.number
    yield shipment.name
    yield shipment.place.city if shipment.place else ""
    yield shipment.since.astimezone(visit.portal.zone).strftime("%Y-%m-%d %H:%M")
    yield shipment.expected_on.isoformat() if shipment.expected_on else ""


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
