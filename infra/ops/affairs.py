"""What time brings besides ends: unused forms, invoices to be shown, registrations, emails that wait, passwords."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.accounts.storage import ACCOUNT, account_key, parse_account
from chalicelib.applications.storage import FINAL, parse_application
from chalicelib.billing.model import Invoice, InvoiceState, Refund, RefundState
from chalicelib.billing.storage import DUE as BILLING
from chalicelib.billing.storage import OF_STRIPE, parse
from chalicelib.cloud.table import Key
from chalicelib.documents.model import DUE as DOCUMENTS
from chalicelib.documents.model import Document, DocumentState
from chalicelib.documents.storage import parse_document
from chalicelib.outbox.model import DUE as EMAILS
from chalicelib.outbox.model import EmailState
from chalicelib.outbox.storage import parse_email
from chalicelib.portal.text import Language
from chalicelib.services import Services
from infra.ops.coming import Coming

GONE = "nobody"  # whose account is gone


def uploads(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield the places for files that nobody used, and the files of documents that are over."""
    for key in services.table.due(DOCUMENTS, until):
        document = parse_document(services.table.get(key))
        if document and document.due_at and document.state is not DocumentState.RECEIVED:
            to, language = _whose(services, document.account)
            yield Coming(document.due_at, _tidied(document), None, to, language, f"{key.sk}: {document.state}")


def _tidied(document: Document) -> str:
    return "remove upload" if document.state is DocumentState.EXPECTED else "delete file"


def money(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield the invoices that are shown, and what is given back."""
    yield from _invoices(services, until)
    yield from _refunds(services, until)


def _invoices(services: Services, until: datetime) -> Iterator[Coming]:
    for key in services.table.due(BILLING, until):
        invoice = parse(Invoice, services.table.get(key))
        if invoice and invoice.due_at and invoice.state is InvoiceState.OWED:
            to, language = _whose(services, invoice.debt.account)
            why = f"{invoice.debt.about}: {invoice.debt.event}, {invoice.total / 100:.2f}"
            yield Coming(invoice.due_at, "issue invoice", "invoice-issued", to, language, why)


def _refunds(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield refunds: what else is asked of Stripe changes nothing by itself."""
    for key in services.table.due(OF_STRIPE, until):
        refund = parse(Refund, services.table.get(key)) if "#REFUND#" in key.sk else None
        if refund and refund.due_at and refund.state is RefundState.ASKED:
            to, language = _whose(services, refund.account)
            why = f"{refund.reason}, {refund.cents / 100:.2f}"
            yield Coming(refund.due_at, "refund payment", "payment-refunded", to, language, why)


def registrations(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield who is registered: approved, and paid."""
    for key in services.table.due(FINAL, until):
        file = parse_application(services.table.get(key))
        if file and file.final_at and not file.registered_at:
            to, language = _whose(services, file.account)
            yield Coming(file.final_at, "register person", "registration-final", to, language, f"{key.sk}: approved")


def emails(services: Services, until: datetime) -> Iterator[Coming]:
    """Yield the emails that wait already."""
    for key in services.table.due(EMAILS, until):
        item = services.table.get(key)
        email = parse_email(item) if item else None
        if email and email.state is EmailState.WAITING:
            why = f"waits since {email.created_at:%Y-%m-%d %H:%M}Z, tried {email.attempts} times"
            yield Coming(email.next_at, "send", email.template, email.to, email.language, why)


def passwords(services: Services, keys: Iterable[Key], now: datetime, until: datetime) -> Iterator[Coming]:
    """Yield whose password becomes too old: no mail says so, the next visit does (REQUIREMENTS S6)."""
    max_age, zone = services.portal.policies.password.max_age, services.portal.zone
    for key in keys if max_age else ():
        account = parse_account(services.table.get(key)) if key.sk == ACCOUNT else None
        at = max_age.after(account.password_set_at, zone) if account and account.is_active and max_age else None
        if account and at and now < at <= until:
            why = f"set {account.password_set_at:%Y-%m-%d}, told at the next visit"
            yield Coming(at, "expire password", None, account.email, account.language, why)


def _whose(services: Services, account: str) -> tuple[str, Language | None]:
    found = parse_account(services.table.get(account_key(account)))
    return (found.email, found.language) if found else (GONE, None)
