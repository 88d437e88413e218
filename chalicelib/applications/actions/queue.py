"""What waits for staff, the oldest first (REQUIREMENTS W1)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import NamedTuple

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import STAFF_ACTS
from chalicelib.applications.storage import QUEUE, parse_application
from chalicelib.cloud.table import Key
from chalicelib.services import Services

STATES = tuple(state for state in ApplicationState if state in STAFF_ACTS)  # that a file waits in


class QueuePosition(NamedTuple):
    """Where a page of the queue ended. Files that come or go in the meantime move no other from one page to another."""

    at: datetime
    number: str


class WaitingFiles(NamedTuple):
    """A page of the queue."""

    total: int  # of all that waits
    files: list[Application]
    next: QueuePosition | None  # None: nothing follows


def waiting(
    services: Services, fits: Callable[[Application], bool], after: QueuePosition | None, most: int
) -> WaitingFiles:
    """Return those that fit, at most as many, after the place. What it costs grows with how far it has to look."""
    keys = list(services.table.queue(QUEUE))
    candidates = services.table.queue(QUEUE, after.at) if after else iter(keys)
    files = (file for file in _in_order(_read(services, candidates, most + 1)) if _follows(file, after) and fits(file))
    found = list(islice(files, most + 1))
    shown = found[:most]
    return WaitingFiles(len(keys), shown, _place(shown[-1]) if len(found) > most else None)


def _read(services: Services, keys: Iterator[Key], batch_size: int) -> Iterator[Application]:
    """Yield the files themselves: the index only finds candidates."""
    while batch := list(islice(keys, batch_size)):
        found = map(parse_application, services.table.get_many(batch))
        yield from (file for file in found if file and file.state in STAFF_ACTS)


def _in_order(files: Iterable[Application]) -> Iterator[Application]:
    """Yield those of the same second by number: the index has them in any order."""
    for _, together in groupby(files, key=lambda file: _place(file).at):
        yield from sorted(together, key=_place)


def _follows(file: Application, after: QueuePosition | None) -> bool:
    return after is None or _place(file) > after


def _place(file: Application) -> QueuePosition:
    return QueuePosition(file.submitted_at or file.created_at, file.number)
