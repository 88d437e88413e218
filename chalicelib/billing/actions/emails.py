"""Enqueues the emails about invoices: one function per template, to the person whose invoice it is."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.billing.model import Invoice
from chalicelib.cloud.table import Change
from chalicelib.i18n.formats import money
from chalicelib.outbox.actions import NewEmail, enqueue_email, in_each_language
from chalicelib.services import Services


def enqueue_invoice_issued(services: Services, change: Change, invoice: Invoice, now: datetime) -> None:
    _enqueue(services, change, "invoice-issued", invoice, invoice.total, now)


def enqueue_invoice_credited(services: Services, change: Change, invoice: Invoice, now: datetime) -> None:
    _enqueue(services, change, "invoice-credited", invoice, invoice.total, now)


def enqueue_invoice_closed(services: Services, change: Change, invoice: Invoice, now: datetime) -> None:
    _enqueue(services, change, "invoice-closed", invoice, invoice.total, now)


def enqueue_payment_received(services: Services, change: Change, invoice: Invoice, now: datetime) -> None:
    _enqueue(services, change, "payment-received", invoice, invoice.total, now)


def enqueue_payment_refunded(services: Services, change: Change, invoice: Invoice, cents: int, now: datetime) -> None:
    _enqueue(services, change, "payment-refunded", invoice, cents, now)


def _enqueue(services: Services, change: Change, template: str, invoice: Invoice, cents: int, now: datetime) -> None:
    """Enqueue an email about an invoice and an amount, if the account is still there."""
    account = accounts.by_id(services, invoice.debt.account)
    if account is None:
        return
    data = {
        "number": invoice.number or "",
        "amount_fr": money(cents, "fr"),
        "amount_en": money(cents, "en"),
        **in_each_language(services, title=invoice.debt.title),
    }
    language = account.language or invoice.debt.language
    enqueue_email(services, change, NewEmail(template, account.email, language, data, account.id), now)
