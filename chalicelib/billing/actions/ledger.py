"""The journal of money: one row for each movement, by the day, written with what it tells and never changed."""

from codecs import BOM_UTF8
from collections.abc import Iterable
from csv import writer
from datetime import date, datetime
from io import StringIO
from typing import Literal, NamedTuple

from chalicelib.billing.items import ledger_partition, read
from chalicelib.billing.model import Invoice, Method, Payment
from chalicelib.cloud.clock import stamp
from chalicelib.cloud.table import Change, Key
from chalicelib.record import Record
from chalicelib.services import Services

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
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


class Moved(NamedTuple):
    """What moved: cents in, or cents out where it is negative."""

    movement: Movement
    cents: int = 0


def enter(services: Services, change: Change, invoice: Invoice, payment: Payment, moved: Moved, now: datetime) -> None:
    """Add the movement to the change."""
    entry = Entry(
        at=now,
        **moved._asdict(),
        method=payment.method,
        invoice=invoice.number or invoice.id,
        payment=payment.id,
        reference=payment.reference,
    )
    day = now.astimezone(services.portal.zone).date()
    key = Key(ledger_partition(day), f"{stamp(now)}#{payment.id}#{moved.movement}#{payment.refunded}")
    change.once(key, **entry.model_dump(mode="json", exclude_none=True))


def entries(services: Services, day: date) -> list[Entry]:
    """Return the movements of a day of the portal's calendar, the oldest first."""
    found = (read(Entry, item) for item in services.table.query(ledger_partition(day)))
    return [entry for entry in found if entry]


class Totals(NamedTuple):
    """A day's money, in cents."""

    came: int
    went: int

    @property
    def net(self) -> int:
        return self.came - self.went


def totals(found: Iterable[Entry]) -> Totals:
    amounts = [entry.cents for entry in found]
    return Totals(sum(cents for cents in amounts if cents > 0), -sum(cents for cents in amounts if cents < 0))


COLUMNS = ("at", "movement", "cents", "method", "invoice", "payment", "reference")


def as_csv(found: Iterable[Entry]) -> bytes:
    """Return the movements for a spreadsheet: UTF-8 with its mark, and nothing that it would take for a formula."""
    text = StringIO()
    sheet = writer(text)
    sheet.writerow(COLUMNS)
    for entry in found:
        row = entry.model_dump(mode="json")
        sheet.writerow([_cell(row[name]) for name in COLUMNS])
    return BOM_UTF8 + text.getvalue().encode()


def _cell(value: str | int | None) -> str | int | None:
    """Return a text so that it stays one (SECURITY SEC63); an amount stays an amount, its sign too."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
