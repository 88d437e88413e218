"""What the pages of billing show: to people through a template, to programs as it is. Amounts are cents."""

from datetime import date, datetime

from chalicelib.billing.debts import Line
from chalicelib.billing.model import InvoiceState, InvoiceWithPayments, PaymentState, Receipt
from chalicelib.billing.rules.payment_events import UNDECIDED
from chalicelib.i18n.formats import percent
from chalicelib.portal.text import Language
from chalicelib.record import Record


class TaxShown(Record):
    """One tax of one line."""

    label: str
    registration: str
    rate: str
    cents: int


class LineShown(Record):
    """One line; `months` are those that are left of a year, `days` those that it is late."""

    label: str
    cents: int
    taxes: tuple[TaxShown, ...]
    months: int | None
    days: int | None


class InvoiceRow(Record):
    """An invoice in the list."""

    number: str
    title: str
    standing: str
    cents: int
    issued_on: date | None
    payable_until: date | None
    has_receipt: bool


class InvoicesPage(Record):
    """Fees and receipts: all, or those that are to be paid, or were, in one year or in all (REQUIREMENTS M1)."""

    show: str
    year: int | None
    years: tuple[int, ...]
    to_pay: int  # cents, of all that is open
    invoices: tuple[InvoiceRow, ...]
    receipts: tuple[int, ...]  # the years that have any


class CreditShown(Record):
    """Why something is not asked for any more."""

    cents: int
    reason: str


class InvoicePage(InvoiceRow):
    """One invoice."""

    lines: tuple[LineShown, ...]
    credits: tuple[CreditShown, ...]
    payer: str
    refunded: int
    closed_for: str | None
    can_be_paid: bool
    link: str | None
    link_ends_at: datetime | None


class LinkPage(Record):
    """What someone sees who pays by a link: nothing of the person but the initials."""

    number: str
    title: str
    initials: str
    lines: tuple[LineShown, ...]
    cents: int
    standing: str


class ConfirmationPage(Record):
    """What became of a payment, as far as it is known."""

    number: str
    standing: str
    cents: int
    by_link: bool


class ReceiptPage(Record):
    """A receipt: the same for ever. `code` proves it to anyone at `verify_at`."""

    number: str
    title: str
    payer: str
    lines: tuple[LineShown, ...]
    cents: int
    method: str
    paid_on: date
    body: str
    address: str
    code: str
    verify_at: str


class VerifyPage(Record):
    """Where a code is typed."""


class Genuine(Record):
    """What anyone may know of a receipt or a certificate whose code they have; `cents` of a receipt."""

    kind: str
    number: str
    body: str
    day: date
    initials: str
    cents: int | None


class LinkMade(Record):
    """A link for paying was made."""

    link: str


def payment_status(with_payments: InvoiceWithPayments) -> str:
    """Return where an invoice stands, in one word: what became of its money, once it is paid."""
    payment = with_payments.payment
    if with_payments.invoice.state is InvoiceState.PAID and payment:
        if payment.state is PaymentState.SUCCEEDED or payment.state is PaymentState.DISPUTE_WON:
            return "partly-refunded" if payment.refunded else "paid"
        return payment.state.value
    if with_payments.invoice.state is InvoiceState.OPEN and payment and payment.state is PaymentState.PROCESSING:
        return "processing"
    return with_payments.invoice.state.value


def is_being_confirmed(with_payments: InvoiceWithPayments) -> bool:
    """Tell whether it can still turn out to be paid."""
    return (
        with_payments.invoice.state is InvoiceState.OPEN
        and with_payments.payment is not None
        and with_payments.payment.state in UNDECIDED
    )


def lines_shown(lines: tuple[Line, ...], language: Language) -> tuple[LineShown, ...]:
    return tuple(
        LineShown(
            label=line.label[language],
            cents=line.cents,
            months=line.months,
            days=line.days,
            taxes=tuple(
                TaxShown(
                    label=tax.label[language],
                    registration=tax.registration,
                    rate=percent(tax.millionths, language),
                    cents=tax.cents,
                )
                for tax in line.taxes
            ),
        )
        for line in lines
    )


def receipt_page(receipt: Receipt, language: Language, code: str, verify_at: str) -> ReceiptPage:
    return ReceiptPage(
        number=receipt.number,
        title=receipt.title[language],
        payer=receipt.payer,
        lines=lines_shown(receipt.lines, language),
        cents=receipt.total,
        method=receipt.method,
        paid_on=receipt.paid_on,
        body=receipt.body[language],
        address=receipt.address[language],
        code=code,
        verify_at=verify_at,
    )
