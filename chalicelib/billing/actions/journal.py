"""The journal of money: one row for each movement, by the month, written with what it tells and never changed."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.billing.model import Invoice, Method, Payment
from chalicelib.billing.storage import ledger_partition, parse
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Key, RowKind
from chalicelib.record import Record
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

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
    day = work.now.astimezone(work.services.portal.zone).date()
    key = Key(ledger_partition(day), f"{to_iso(work.now)}#{payment.id}#{moved.movement}#{payment.refunded}")
    work.once(key, **entry.model_dump(mode="json", exclude_none=True))


def entries(services: Services, day: date) -> list[Entry]:
    """Return the movements of the day's month, by the portal's calendar, the oldest first."""
    found = (parse(Entry, item) for item in services.table.query(ledger_partition(day)))
    return [entry for entry in found if entry]


class Totals(NamedTuple):
    """What came and what went, in cents; `by_card` is what is left of it at Stripe, before its own fees."""

    came: int
    went: int
    by_card: int

    @property
    def balance(self) -> int:
        return self.came - self.went


def totals(found: Iterable[Entry]) -> Totals:
    known = list(found)
    came = sum(entry.cents for entry in known if entry.cents > 0)
    went = -sum(entry.cents for entry in known if entry.cents < 0)
    return Totals(came, went, sum(entry.cents for entry in known if entry.method == "card"))


def by_day(found: Iterable[Entry], zone: ZoneInfo) -> list[tuple[date, Totals]]:
    """Return the totals of each day on which money moved; the entries are in the order of their time."""
    days = groupby(found, key=lambda entry: entry.at.astimezone(zone).date())
    return [(day, totals(moved)) for day, moved in days]


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
