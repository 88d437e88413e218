"""Taking in a file of events that an integration dropped into the bucket (REQUIREMENTS T3)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.cloud.logs import log
from chalicelib.integrations.actions import let_in
from chalicelib.integrations.model import Scope
from chalicelib.services import Services
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.event_csv import read_lines, report
from chalicelib.tracing.inputs import LARGEST_FILE

DROPPED, REPORTS = "events/", "reports/"  # where the files lie, and what became of them; then the integration's name
CSV = "text/csv; charset=utf-8"


class Drop(NamedTuple):
    """One version of an object, `events/<integration>/<name>`; the last one where no version was named."""

    key: str
    version: str | None
    size: int


class Result(NamedTuple):
    """What became of a file: how many of its lines are new, known and refused."""

    kept: int
    known: int
    refused: int


def take_in_file(services: Services, drop: Drop, now: datetime) -> Result | None:
    """Take in a file and leave a report beside it. None where its folder is nobody's, or it is too large to be read.

    A run that is cut off is run again: what it had taken in is known then.
    """
    integration = let_in(services, drop.key.removeprefix(DROPPED).partition("/")[0], Scope.EVENTS, now)
    if integration is None or drop.size > LARGEST_FILE:
        log.warning("shipment file rejected", size=drop.size, known=integration is not None)
        return None
    lines = read_lines(_content(services, drop))
    taken = [take_in(services, integration, number, reported, now) for number, reported in lines.reported.items()]
    refused = [*lines.refused, *(one for intake in taken for one in intake.refused)]
    services.files.write(REPORTS + drop.key.removeprefix(DROPPED), report(refused), CSV)
    return Result(sum(len(each.kept) for each in taken), sum(each.known for each in taken), len(refused))


def _content(services: Services, drop: Drop) -> bytes:
    """Return what lies there; nothing where it is gone."""
    version = drop.version
    if version is None:
        last = services.files.find(drop.key)
        version = last and last.version
    return services.files.read(drop.key, version) if version else b""
