"""What waits for staff, the oldest first (REQUIREMENTS W1).

Each filter has an order of its own in the table: a page reads what it shows, however much waits beside it. How much
waits, and in which queues, is counted in a tally.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import NamedTuple

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import STAFF_ACTS
from chalicelib.applications.storage import (
    FREE,
    QUEUE,
    application_in_caseload,
    caseload_partition,
    parse_application,
    submitted_at,
)
from chalicelib.cloud.clock import from_iso, to_iso
from chalicelib.cloud.table import Key
from chalicelib.newer import readable
from chalicelib.services import Services
from chalicelib.tallies import read_tally

STATES = tuple(state for state in ApplicationState if state in STAFF_ACTS)  # that a file waits in
LOOKED_AT = 4  # pages of a caseload at most, where a filter finds too little on the first
LAST = "~"  # behind every place


class QueuePosition(NamedTuple):
    """Where a page of the queue ended. Files that come or go in the meantime move no other from one page to another."""

    at: datetime
    number: str


class QueueFilter(NamedTuple):
    """Which of the files that wait are wanted; None: all."""

    service: str | None = None
    state: ApplicationState | None = None
    free: bool = False  # those that nobody has
    caseload: str | None = None  # those that this member of staff has

    def takes(self, queue: "Queue") -> bool:
        """Tell whether files of the queue may be wanted."""
        is_hand = queue.hand == FREE or not self.free
        return is_hand and self.service in (None, queue.service) and self.state in (None, queue.state)

    def fits(self, file: Application) -> bool:
        return self.service in (None, file.service) and self.state in (None, file.state)


class WaitingFiles(NamedTuple):
    """A page of the queue."""

    total: int  # of all that waits
    files: list[Application]
    next: QueuePosition | None  # None: nothing follows


Part = tuple[list[Application], QueuePosition | None]


def waiting(services: Services, wanted: QueueFilter, after: QueuePosition | None, most: int) -> WaitingFiles:
    """Return those that are wanted, at most as many, after the place."""
    counts = count_queues(services)
    if wanted.caseload:
        found = _in_caseload(services, wanted.caseload, wanted, after, most)
    else:
        found = _in_queues(services, {queue.name for queue in counts if wanted.takes(queue)}, after, most)
    return WaitingFiles(sum(counts.values()), *found)


class Queue(NamedTuple):
    """Files of one service, in one state, that somebody has or nobody."""

    service: str
    state: str
    hand: str

    @property
    def name(self) -> str:
        return "#".join((QUEUE, *self))


def count_queues(services: Services) -> dict[Queue, int]:
    """Return how many files wait in each queue that is not empty."""
    parts = read_tally(services, QUEUE)
    return {
        Queue(service, *waits.split("#")): number
        for service, part in parts.items()
        for waits, number in part.items()
        if number > 0
    }


def _in_queues(services: Services, names: set[str], after: QueuePosition | None, most: int) -> Part:
    """Return a page of these queues, merged by time."""
    keys = services.table.queue(*sorted(names), since=after and after.at, page=most + 1)
    files = (file for file in _in_order(_read(services, keys, most + 1)) if file.queue in names)
    found = list(islice((file for file in files if after is None or _place(file) > after), most + 1))
    return _page(found, most, None)


def _in_caseload(
    services: Services, caseload: str, wanted: QueueFilter, after: QueuePosition | None, most: int
) -> Part:
    """Return a page of a caseload. Where the filter finds little in what it may look at, the page is short."""
    first, looked = f"{to_iso(after.at)}#{after.number}" if after else "", LOOKED_AT * most
    rows = services.table.query(caseload_partition(caseload), between=(first, LAST), limit=looked + 2)
    items = [item for item in rows if item["sk"] != first]
    keys = map(application_in_caseload, items[:looked])
    files = (file for file in _read(services, keys, most + 1) if file.caseload == caseload and wanted.fits(file))
    unseen = items[looked - 1]["sk"] if len(items) > looked else None
    return _page(list(islice(files, most + 1)), most, unseen and position_of(unseen, "#"))


def _page(found: list[Application], most: int, otherwise: QueuePosition | None) -> Part:
    return (found[:most], _place(found[most - 1])) if len(found) > most else (found, otherwise)


def position_of(text: str, separator: str) -> QueuePosition:
    """Return a place as it is written; raise ValueError for what is none."""
    at, _, number = text.rpartition(separator)
    return QueuePosition(from_iso(at), number)


def _read(services: Services, keys: Iterator[Key], batch_size: int) -> Iterator[Application]:
    """Yield the files themselves: the index only finds candidates."""
    while batch := list(dict.fromkeys(islice(keys, batch_size))):
        found = readable(parse_application, services.table.get_many(batch))
        yield from (file for file in found if file and file.state in STAFF_ACTS)


def _in_order(files: Iterable[Application]) -> Iterator[Application]:
    """Yield those of the same second by number: the index has them in any order."""
    for _, together in groupby(files, key=submitted_at):
        yield from sorted(together, key=_place)


def _place(file: Application) -> QueuePosition:
    return QueuePosition(submitted_at(file), file.number)
