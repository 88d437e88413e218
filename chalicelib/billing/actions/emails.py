"""Enqueues the emails about invoices: one function per template, to the person whose invoice it is."""

from chalicelib.accounts.actions import find as accounts
from chalicelib.billing.model import Invoice
from chalicelib.i18n.formats import money
from chalicelib.outbox.actions import NewEmail, enqueue_email, in_each_language
from chalicelib.unit_of_work import UnitOfWork


def enqueue_invoice_issued(work: UnitOfWork, invoice: Invoice) -> None:
    _enqueue(work, "invoice-issued", invoice, invoice.total)


def enqueue_invoice_credited(work: UnitOfWork, invoice: Invoice) -> None:
    _enqueue(work, "invoice-credited", invoice, invoice.total)


def enqueue_invoice_closed(work: UnitOfWork, invoice: Invoice) -> None:
    _enqueue(work, "invoice-closed", invoice, invoice.total)


def enqueue_payment_received(work: UnitOfWork, invoice: Invoice) -> None:
    _enqueue(work, "payment-received", invoice, invoice.total)


def enqueue_payment_refunded(work: UnitOfWork, invoice: Invoice, cents: int) -> None:
    _enqueue(work, "payment-refunded", invoice, cents)


def _enqueue(work: UnitOfWork, template: str, invoice: Invoice, cents: int) -> None:
    """Enqueue an email about an invoice and an amount, if the account is still there."""
    account = accounts.by_id(work.services, invoice.debt.account)
    if account is None:
        return
    data = {
        "number": invoice.number or "",
        "amount_fr": money(cents, "fr"),
        "amount_en": money(cents, "en"),
        **in_each_language(work.services, title=invoice.debt.title),
    }
    language = account.language or invoice.debt.language
    enqueue_email(work, NewEmail(template, account.email, language, data, account.id))
