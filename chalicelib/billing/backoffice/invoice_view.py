"""Invoices as staff see them, and those that they make (REQUIREMENTS W4)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.activities.model import Activity
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.invoice_by_hand import invoice_by_hand
from chalicelib.billing.actions.staff_view import open_invoice, trail_of
from chalicelib.billing.backoffice.inputs import MakeInvoice
from chalicelib.billing.debts import Charge, Receivable
from chalicelib.billing.model import Invoice, InvoiceWithPayments
from chalicelib.errors import Invalid, NotFound
from chalicelib.phrase import phrase
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.staff.actions import find

ABOUT = "STAFF"  # what an invoice is about that no application owes


class SeenInvoice(NamedTuple):
    """An invoice with all that belongs to it. `names` are the addresses of the staff who had to do with it, by id."""

    with_payments: InvoiceWithPayments
    email: str | None
    trail: list[Activity]
    names: Mapping[str, str]


def view_invoice(services: Services, number: str, by: str, most: int, now: datetime) -> SeenInvoice:
    """Open the invoice, which is written down, and return it with the end of its trail; raise NotFound."""
    with_payments = open_invoice(services, number, by, now)
    trail = trail_of(services, with_payments.invoice, most)
    account = accounts.by_id(services, with_payments.invoice.debt.account)
    names = find.names(services, _doers(with_payments, trail))
    return SeenInvoice(with_payments, account.email if account else None, trail, names)


def find_invoice(services: Services, number: str) -> Invoice:
    """Return the invoice of this number; raise Invalid."""
    try:
        return get_by_number(services, number).invoice
    except NotFound:
        raise Invalid({"number": phrase("No invoice has this number.")}) from None


def make(services: Services, form: MakeInvoice, by: str, now: datetime) -> Invoice:
    """Owe someone with an account an invoice; raise Invalid."""
    account = accounts.by_identifier(services, "email", form.email, now)
    if account is None:
        raise Invalid({"email": phrase("Nobody has an account with this address.")})
    title = Text(fr=form.title_fr, en=form.title_en)
    debt = Receivable(
        account=account.id,
        payer=form.payer,
        language=account.language,
        about=ABOUT,
        service=ABOUT,
        title=title,
        event="other",
    )
    charge = Charge(title, form.amount, form.chosen, form.request, form.instead_of)
    return invoice_by_hand(services, debt, charge, by, now)


def _doers(with_payments: InvoiceWithPayments, trail: list[Activity]) -> Iterator[str]:
    """Yield the ids of those who had to do with the invoice, some of them more than once."""
    yield from (by for credit in with_payments.invoice.credits for by in (credit.by, credit.agreed_by) if by)
    yield from (each.by for each in (with_payments.invoice.proposal,) if each)
    yield from (by for each in with_payments.payments for by in (each.recorded_by, each.confirmed_by) if by)
    yield from (by for each in with_payments.refunds for by in (each.by, each.answered_by) if by)
    yield from (entry.by for entry in trail if entry.by != with_payments.invoice.debt.account)
