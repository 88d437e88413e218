"""The journal of money: one row for each movement, by the month, written with what it tells and never changed.

What moved on a day is counted in a tally with each movement, so that a month's page reads no movements.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal, NamedTuple

from chalicelib.billing.errors import TooManyMovements
from chalicelib.billing.model import Invoice, Method, Payment
from chalicelib.billing.storage import ledger_partition, parse
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Key, RowKind
from chalicelib.record import Record
from chalicelib.services import Services
from chalicelib.tallies import count, read_tally
from chalicelib.unit_of_work import UnitOfWork

FILE_SHOWS = 10_000  # movements in a file that a page leads to
FILE_HOLDS = 30_000  # movements in any file: five megabytes, below the six that a function may answer
LAST_SECOND = timedelta(seconds=59)  # of a minute
Movement = Literal["payment", "refund", "disputed", "dispute-won", "dispute-lost"]


class Entry(Record):
    """One movement. `cents` came in; what went out is negative; a dispute only tells."""

    at: datetime
    movement: Movement
    cents: int
    method: Method
    invoice: str  # its number
    payment: str
    reference: str | None = None  # Stripe's, or of a cheque


class LedgerLine(NamedTuple):
    """What moved: cents in, or cents out where it is negative."""

    movement: Movement
    cents: int = 0


def enter(work: UnitOfWork, invoice: Invoice, payment: Payment, moved: LedgerLine) -> None:
    """Add the movement to the change."""
    entry = Entry(
        at=work.now,
        **moved._asdict(),
        method=payment.method,
        invoice=invoice.number or invoice.id,
        payment=payment.id,
        reference=payment.reference,
    )
    local = work.now.astimezone(work.services.portal.zone)
    key = Key(ledger_partition(local.date()), f"{to_iso(work.now)}#{payment.id}#{moved.movement}#{payment.refunded}")
    work.once(key, **entry.stored())
    count(work, tally_of(local.date()), local.date().isoformat(), _counts(entry, local.hour), payment.id)


def tally_of(day: date) -> str:
    """Return the name of the tally of the day's month."""
    return f"journal#{day:%Y-%m}"


def _counts(entry: Entry, hour: int) -> dict[str, int]:
    """Return what a movement adds to its day: a dispute only to the number of movements of its hour."""
    cents = {
        "came": max(entry.cents, 0),
        "went": max(-entry.cents, 0),
        "by_card": entry.cents if entry.method == "card" else 0,
    }
    return {name: number for name, number in cents.items() if number} | {f"h{hour:02}": 1}


class JournalSpan(NamedTuple):
    """A part of a month: the days, and the minutes of those days, by the portal's clock."""

    first: datetime
    last: datetime  # the last minute that is in it

    @classmethod
    def of(cls, first: date, last: date, since: time = time.min, until: time = time(23, 59)) -> "JournalSpan":
        return cls(datetime.combine(first, since), datetime.combine(last, until))


def month_of(day: date) -> JournalSpan:
    """Return the whole month of the day."""
    first = day.replace(day=1)
    return JournalSpan.of(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def entries(services: Services, span: JournalSpan, most: int = FILE_HOLDS) -> list[Entry]:
    """Return the movements of a part of one month, the oldest first; raise TooManyMovements for what no file holds."""
    zone = services.portal.zone
    first = span.first.replace(tzinfo=zone)
    last = span.last.replace(tzinfo=zone, fold=1).astimezone(UTC)  # the hour that comes twice is in it twice
    between = (to_iso(first), f"{to_iso(last + LAST_SECOND)}~")
    found = services.table.query(ledger_partition(span.first.date()), between=between, limit=most + 1)
    moved = [entry for entry in (parse(Entry, item) for item in islice(found, most + 1)) if entry]
    if len(moved) > most:
        raise TooManyMovements
    return moved


class Totals(NamedTuple):
    """What came and what went, in cents; `by_card` is what is left of it at Stripe, before its own fees."""

    came: int
    went: int
    by_card: int

    @property
    def balance(self) -> int:
        return self.came - self.went


class JournalDay(NamedTuple):
    """A day on which money moved, as it was counted; `hours` says how many movements each hour of it had."""

    day: date
    totals: Totals
    hours: dict[int, int]

    @property
    def movements(self) -> int:
        return sum(self.hours.values())


def days(services: Services, month: date) -> list[JournalDay]:
    """Return the days of a month on which money moved."""
    found = read_tally(services, tally_of(month))
    return [_day(date.fromisoformat(day), counts) for day, counts in sorted(found.items())]


def _day(day: date, counts: dict[str, int]) -> JournalDay:
    hours = {int(name[1:]): number for name, number in sorted(counts.items()) if name.startswith("h")}
    return JournalDay(day, Totals(*(counts.get(name, 0) for name in Totals._fields)), hours)


def totals(found: Iterable[JournalDay]) -> Totals:
    """Return what several days come to."""
    known = [day.totals for day in found]
    return Totals(*(sum(column) for column in zip(Totals(0, 0, 0), *known, strict=True)))


class FilePart(NamedTuple):
    """Hours of a day that one file shows, the first and the last of them."""

    first: int
    last: int
    movements: int


def parts(day: JournalDay, most: int = FILE_SHOWS) -> Iterator[FilePart]:
    """Yield the files that a day is saved in: one, or as few as hold no more than `most` movements each."""
    first, held = 0, 0
    for hour, number in sorted(day.hours.items()):
        if held and held + number > most:
            yield FilePart(first, hour - 1, held)
            first, held = hour, 0
        held += number
    yield FilePart(first, 23, held)


ROWS = (
    RowKind(
        "LEDGER#<month>",
        "<at>#<payment>#<movement>#<refunded>",
        "A movement of money. Never changed after it is written.",
        Entry,
        (enter,),
        parse,
    ),
)
