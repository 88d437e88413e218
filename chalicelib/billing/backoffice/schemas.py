"""What the pages of finance show: to staff through a template, to programs as it is. Amounts are cents."""

from datetime import date, datetime

from chalicelib.billing.schemas import LineShown
from chalicelib.forms.schemas import AnswerOption
from chalicelib.record import Record
from chalicelib.staff.schemas import StaffTrailEvent

TRAIL_SHOWN = 50  # entries on an invoice's page


class MatterShown(Record):
    """One thing to look at. `what` and `about` name it; `invoice` is what the invoice is found by."""

    what: str
    detail: str | None  # what was wrong with a notice
    about: str
    at: datetime
    invoice: str | None
    number: str | None
    cents: int | None
    by: str | None
    times: int
    is_mine: bool
    is_alert: bool


class FinancePage(Record):
    """What waits for finance, the oldest first: all, what a second one has to confirm, or what went wrong.

    `waiting` counts what is here; `more` waits besides.
    """

    show: str
    waiting: int
    more: bool
    matters: tuple[MatterShown, ...]


class InvoiceFound(Record):
    """An invoice: `path` is its address after the language."""

    number: str
    path: str


class InvoiceMade(Record):
    """An invoice that was made by hand; it has a number when it is issued."""

    invoice: str


class NewInvoicePage(Record):
    """Where an invoice is made by hand: the taxes that there are."""

    taxes: tuple[AnswerOption, ...]


class InvoiceHead(Record):
    """Which invoice it is: `name` is what it is found by, `number` it has from when it is issued."""

    name: str
    number: str | None
    title: str
    standing: str
    cents: int
    refundable: int


class StaffCreditShown(Record):
    """Something that was taken off, by one of the staff or by two."""

    at: datetime
    by: str
    agreed_by: str | None
    cents: int
    reason: str


class PaymentShown(Record):
    """An attempt to pay, or a cheque or transfer that was recorded."""

    id: str
    state: str
    method: str
    cents: int
    refunded: int
    at: datetime
    reference: str | None
    recorded_by: str | None
    confirmed_by: str | None
    waits: bool
    is_mine: bool


class RefundShown(Record):
    """Money that goes back, or is proposed to."""

    id: str
    state: str
    cents: int
    reason: str
    at: datetime
    by: str | None
    answered_by: str | None
    is_mine: bool


class AdjustmentShown(Record):
    """Something that one of the staff would take off: `kind` is credited, waived or cancelled."""

    id: str
    kind: str
    cents: int
    reason: str
    at: datetime
    by: str
    is_mine: bool


class StaffInvoicePage(InvoiceHead):
    """An invoice as staff see it. `actions` are what can be done with it now."""

    payer: str
    email: str | None  # None where the account is gone
    about: str
    created_at: datetime
    issued_on: date | None
    payable_until: date | None
    closed_for: str | None
    replaced_by: str | None  # what the invoice is found by that was made instead of this one
    lines: tuple[LineShown, ...]
    credits: tuple[StaffCreditShown, ...]
    payments: tuple[PaymentShown, ...]
    refunds: tuple[RefundShown, ...]
    proposal: AdjustmentShown | None
    actions: tuple[str, ...]
    trail: tuple[StaffTrailEvent, ...]


class JournalFile(Record):
    """A file of movements, at the path after the language: a day's, or of some hours of a day that has many."""

    path: str
    movements: int
    since: str | None
    until: str | None


class DayShown(Record):
    """A day on which money moved. `by_card` is what is left of it at Stripe, before its own fees."""

    day: date
    came: int
    went: int
    balance: int
    by_card: int
    files: tuple[JournalFile, ...]


class JournalPage(Record):
    """The money of a month, by the day. Months are written 2026-03; `following` is None for the one that runs.

    `is_one_file`: the movements of the whole month can be saved at once.
    """

    month: str
    name: str
    preceding: str
    following: str | None
    days: tuple[DayShown, ...]
    movements: int
    is_one_file: bool
    came: int
    went: int
    balance: int
    by_card: int
