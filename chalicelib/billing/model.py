"""An invoice, the attempts to pay it, what is given back, and the receipt."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from chalicelib.billing.debts import Credit, Line, ProposedAdjustment, Receivable
from chalicelib.portal.text import Language, Text
from chalicelib.proof import Proof
from chalicelib.record import Record
from chalicelib.urls import path_for

PAY = path_for("payment_link.page")  # the page for who pays without an account
Method = Literal["card", "cheque", "transfer"]


class InvoiceState(StrEnum):
    """Where an invoice stands. What became of the money afterwards, its payment says."""

    OWED = "owed"  # not shown yet: it has no number
    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"


class PaymentState(StrEnum):
    """Where an attempt to pay stands."""

    INTENDED = "intended"  # written down before anyone is asked for money
    OFFERED = "offered"  # the page for paying is open
    PROCESSING = "processing"  # paid by a way that takes days
    FAILED = "failed"
    EXPIRED = "expired"
    SUCCEEDED = "succeeded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute-won"
    DISPUTE_LOST = "dispute-lost"
    REFUNDED = "refunded"  # whole


class RefundState(StrEnum):
    """Where a refund stands."""

    PROPOSED = "proposed"  # a second member of staff has to agree
    DECLINED = "declined"
    ASKED = "asked"  # for the money to go back
    REFUSED = "refused"  # by Stripe, for good
    DONE = "done"


class PaymentLink(Record):
    """A way to pay without signing in, for an employer."""

    nonce: str
    ends_at: datetime


class Invoice(Record):
    """What someone owes. Its lines never change, credits stand below them; `version` counts the writes of the rest."""

    id: str
    version: int = 1
    debt: Receivable
    lines: tuple[Line, ...]
    credits: tuple[Credit, ...] = ()
    state: InvoiceState = InvoiceState.OWED
    created_at: datetime
    due_at: datetime | None  # when it is shown
    number: str | None = None  # from when it is shown on: 2026-000042
    issued_on: date | None = None
    payable_until: date | None = None
    attempts: int = 0  # so far
    payment: str | None = None  # the attempt that is open, or that paid it
    recorded: str | None = None  # the payment that one of the staff recorded and nobody has confirmed or dismissed
    link: PaymentLink | None = None
    closed_at: datetime | None = None  # paid, waived or cancelled
    closed_for: str | None = None  # why it was waived or cancelled, for the person to read
    proposal: ProposedAdjustment | None = None  # that another one of the staff has to agree to
    replaced_by: str | None = None  # the invoice that was made instead of this one, which was cancelled

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Return what it comes to, line by line: credits last."""
        return (*self.lines, *(credit.line for credit in self.credits))

    @property
    def total(self) -> int:
        return sum(line.total for line in self.all_lines)

    @property
    def name(self) -> str:
        """Return what it is found by: its number, from when it has one."""
        return self.number or self.id

    @property
    def can_be_replaced(self) -> bool:
        return self.state is InvoiceState.CANCELLED and self.replaced_by is None

    def proof(self) -> Proof | None:
        """Return what the link for paying without an account carries."""
        return Proof(path=PAY, owner=self.id, nonce=self.link.nonce) if self.link else None


class Payment(Record):
    """One attempt to pay an invoice; it is the idempotency key of what is asked of Stripe."""

    id: str
    version: int = 1
    invoice: str
    account: str
    method: Method = "card"
    cents: int
    state: PaymentState = PaymentState.INTENDED
    created_at: datetime
    due_at: datetime | None = None  # when we ask what became of it
    ends_at: datetime | None = None  # the page for paying
    language: Language
    by_link: bool = False  # by someone who is not signed in
    payer: str = ""  # a pseudonym of who was given the page: Stripe's idempotency key is for one payer
    session: str | None = None  # Stripe's name of the page
    url: str | None = None  # of the page
    reference: str | None = None  # Stripe's name of the payment; the number of a cheque
    succeeded_at: datetime | None = None
    refunded: int = 0  # cents that went back
    claimed: int = 0  # cents of its refunds that are proposed, asked for or done
    sent_back: int = 0  # cents of its refunds that are done
    heard: tuple[str, ...] = ()  # all that was ever told of it, each once
    recorded_by: str | None = None  # one of the staff; another one has to confirm it
    confirmed_by: str | None = None

    @property
    def waits_for_staff(self) -> bool:
        """Tell whether one of the staff recorded it, and nobody has confirmed or dismissed it."""
        return self.recorded_by is not None and self.state is PaymentState.INTENDED


class Refund(Record):
    """Money that goes back; `by` is one of the staff, or nobody where more was paid than was owed."""

    id: str
    version: int = 1
    invoice: str
    account: str
    payment: str
    cents: int
    reason: str
    by: str | None = None
    answered_by: str | None = None  # who agreed or declined
    state: RefundState
    created_at: datetime
    due_at: datetime | None = None


class InvoiceWithPayments(NamedTuple):
    """An invoice with all that belongs to it."""

    invoice: Invoice
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()

    @property
    def payment(self) -> Payment | None:
        """Return the attempt that is open, or that paid it."""
        return next((each for each in self.payments if each.id == self.invoice.payment), None)


class Proven(Record):
    """What anyone may know of a paper whose code they have."""

    kind: Literal["receipt", "certificate"]
    number: str
    day: date  # of the payment, of the registration
    body: Text
    initials: str
    cents: int | None = None


class Receipt(Record):
    """Proof of a payment, for the tax office too. It never changes, so it holds all that it says."""

    number: str
    invoice: str
    account: str
    payer: str
    title: Text
    lines: tuple[Line, ...]
    method: Method
    reference: str | None
    paid_on: date
    body: Text
    address: Text

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)
