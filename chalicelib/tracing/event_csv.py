"""Files of events that integrations drop into the bucket, and the reports that they find there afterwards.

A file is CSV in UTF-8, a line to an event. The columns are the fields of the API's events, with dots for what lies
deeper, such as `place.city`, and `number`, the shipment's.
"""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib.errors import Malformed
from chalicelib.tracing.inputs import malformed
from chalicelib.tracing.model import ShipmentEvent
from chalicelib.tracing.rules.intake import PositionedEvent, Reason, RejectedEvent
from chalicelib.tracing.rules.numbers import read_numbers
from chalicelib.web.inputs import nested

NUMBER = "number"
FIRST_LINE = 2  # the first has the names of the columns


class Lines(NamedTuple):
    """What a file holds: events by the number of their shipment, and lines that can't be read."""

    reported: Mapping[str, list[PositionedEvent]]
    refused: list[RejectedEvent]


def read_lines(content: bytes) -> Lines:
    """Return the lines of a file, each read by itself."""
    reported: dict[str, list[PositionedEvent]] = {}
    refused = []
    for line, row in enumerate(_rows(content), FIRST_LINE):
        read = _read(line, row)
        if isinstance(read, RejectedEvent):
            refused.append(read)
        else:
            number, event = read
            reported.setdefault(number, []).append(event)
    return Lines(reported, refused)


def report(refused: Iterable[RejectedEvent]) -> bytes:
    """Return a file that says of each line that was refused why, by line."""
    written = StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(("line", "id", "reason", "fields"))
    rows.writerows(
        (each.position, each.event or "", each.reason.value, " ".join(each.fields)) for each in sorted(refused)
    )
    return written.getvalue().encode()


def _rows(content: bytes) -> Iterable[dict[str | None, str | list[str] | None]]:
    text = content.decode("utf-8-sig", errors="replace")
    header = text.partition("\n")[0]
    return csv.DictReader(StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ",")


def _read(line: int, row: Mapping[str | None, str | list[str] | None]) -> tuple[str, PositionedEvent] | RejectedEvent:
    """Return the number and the event of a line; a line with more cells than there are columns is none."""
    cells = {name: cell for name, cell in row.items() if isinstance(name, str) and isinstance(cell, str) and cell}
    found = read_numbers(cells.pop(NUMBER, ""))
    if None in row or found.malformed or len(found.found) != 1:
        return RejectedEvent(line, cells.get("id"), Reason.MALFORMED, (NUMBER,))
    try:
        return found.found[0], PositionedEvent(line, ShipmentEvent.model_validate_strings(nested(cells)))
    except ValidationError as error:
        return malformed(line, cells, error)
    except Malformed:
        return RejectedEvent(line, cells.get("id"), Reason.MALFORMED)
