"""What is owed: lines, who owes them, and what was taken off. Money is whole cents, always."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from chalicelib.portal.fees import FeeEvent
from chalicelib.portal.text import Language, Text
from chalicelib.record import Record


class TaxCharged(Record):
    """One tax on one line, as it was on the day."""

    label: Text
    registration: str
    millionths: int
    cents: int


class Line(Record):
    """One thing that is charged; `months` are those that a prorated year has left, `days` those that it is late."""

    label: Text
    cents: int  # before taxes
    taxes: tuple[TaxCharged, ...] = ()
    months: int | None = None
    days: int | None = None

    @property
    def total(self) -> int:
        return self.cents + sum(tax.cents for tax in self.taxes)


class Charge(NamedTuple):
    """What staff charge by hand: cents before taxes, and the keys of the taxes that are due.

    `request` is drawn with the form and becomes the id: sent twice, it is one invoice.
    """

    label: Text
    cents: int
    taxes: tuple[str, ...] = ()
    request: str | None = None
    instead_of: str | None = None  # the cancelled invoice whose place it takes


class Receivable(Record):
    """Who owes what for: `about` names what goes on once it is paid, such as `APPLICATION#123456789`."""

    account: str
    payer: str  # as the receipt names who pays
    language: Language | None  # of the emails
    about: str
    service: str  # whose fee it is
    title: Text  # of the service
    event: FeeEvent | Literal["other"]
    was_due: date | None = None  # for what can be late


class Credit(Record):
    """Something that is not asked for any more: a line that takes away, and why, for the person to read."""

    id: str
    line: Line  # of negative amounts
    reason: str
    by: str  # one of the staff
    agreed_by: str | None = None  # another one, where it takes two
    at: datetime


class ProposedAdjustment(Record):
    """What one of the staff would take off an invoice; it takes effect when another one agrees."""

    id: str
    kind: Literal["credited", "waived", "cancelled"]
    cents: int  # that would not be asked for any more
    reason: str
    by: str
    at: datetime
