"""What finance does with invoices by hand: one of their own, a credit, a waiver, a cancellation (REQUIREMENTS W4)."""

from contextlib import suppress
from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.apply_payment import announce_paid
from chalicelib.billing.actions.checkout import close_page
from chalicelib.billing.actions.emails import enqueue_invoice_closed, enqueue_invoice_credited
from chalicelib.billing.actions.find import get_by_number, reload
from chalicelib.billing.actions.invoicing import invoice_lines
from chalicelib.billing.debts import Charge, Credit, Receivable
from chalicelib.billing.errors import NotThatInvoice, TooMuchOff
from chalicelib.billing.model import Invoice
from chalicelib.billing.rules.pricing import by_hand, credit
from chalicelib.billing.rules.states import BillingEvent, after, takes
from chalicelib.billing.storage import lookup_key, name_of, put
from chalicelib.errors import Invalid, NotFound
from chalicelib.i18n.languages import say
from chalicelib.phrase import phrase
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

CREDIT = phrase("Credit")
NOT_REPLACEABLE = phrase(
    "This account has no cancelled invoice of this number, or another one has been made instead of it already."
)


class CreditOrder(NamedTuple):
    """How much is to be asked no more, taxes and all, and why. `request` as of a Charge."""

    cents: int
    reason: str
    request: str | None = None


@retry_on_conflict
def invoice_by_hand(services: Services, debt: Receivable, charge: Charge, by: str, now: datetime) -> Invoice:
    """Owe someone an invoice of one line; raise Invalid for a tax that there is not, or nothing to be replaced.

    It is for what no schedule knows, or instead of a cancelled one: then what waits for that payment goes on with it.
    """
    known = services.table.get(lookup_key(charge.request)) if charge.request else None
    if known:
        return reload(services, debt.account, known["invoice"])
    if not set(charge.taxes) <= {tax.key for tax in services.fees.taxes}:
        raise Invalid({"taxes": phrase("There is no such tax.")})
    day = now.astimezone(services.portal.zone).date()
    line = by_hand(services.fees, charge, day)
    work = UnitOfWork(services, now, by)
    before = _replaceable(services, debt.account, charge.instead_of) if charge.instead_of else None
    owed = before.debt.replace(payer=debt.payer, title=debt.title, language=debt.language) if before else debt
    invoice = invoice_lines(work, owed, (line,), charge.request)
    if before:
        put(work, before.replace(replaced_by=invoice.id))
    write_activity(work, debt.account, "invoice-made", name_of(invoice))
    work.commit()
    return invoice


def _replaceable(services: Services, account: str, name: str) -> Invoice:
    """Return a cancelled invoice of the account that no other one has replaced; raise Invalid."""
    with suppress(NotFound):
        found = get_by_number(services, name).invoice
        if found.debt.account == account and found.can_be_replaced:
            return found
    raise Invalid({"instead_of": NOT_REPLACEABLE})


@retry_on_conflict
def credit_invoice(services: Services, number: str, order: CreditOrder, by: str, now: datetime) -> None:
    """Take some off what is still to be paid; the person reads why. Raise NotThatInvoice or TooMuchOff."""
    bill = get_by_number(services, number)
    invoice = bill.invoice
    if any(each.id == order.request for each in invoice.credits):
        return
    if not takes(invoice.state, BillingEvent.CREDITED):
        raise NotThatInvoice
    if not 0 < order.cents < invoice.total:
        raise TooMuchOff
    credited = sum(line.total for line in invoice.lines) - invoice.total
    line = credit(_label(services), invoice.lines, credited, order.cents)
    taken = Credit(id=order.request or services.ids.new(), line=line, reason=order.reason, by=by, at=now)
    reduced = invoice.replace(state=after(invoice.state, BillingEvent.CREDITED), credits=(*invoice.credits, taken))
    work = UnitOfWork(services, now, by)
    put(work, reduced)
    if invoice.number:
        enqueue_invoice_credited(work, reduced)
    write_activity(work, invoice.debt.account, "invoice-credited", name_of(invoice))
    work.commit()
    close_page(services, bill)


def waive(services: Services, number: str, reason: str, by: str, now: datetime) -> None:
    """Ask for it no more; the person reads the reason. Raise NotThatInvoice."""
    _close(services, number, BillingEvent.WAIVED, reason, by, now)


def cancel(services: Services, number: str, reason: str, by: str, now: datetime) -> None:
    """Take it back: it was wrong. Its number stays, and is not given again (SECURITY SEC56)."""
    _close(services, number, BillingEvent.CANCELLED, reason, by, now)


@retry_on_conflict
def _close(
    services: Services,
    number: str,
    event: Literal[BillingEvent.WAIVED, BillingEvent.CANCELLED],
    reason: str,
    by: str,
    now: datetime,
) -> None:
    bill = get_by_number(services, number)
    invoice = bill.invoice
    if not takes(invoice.state, event):
        raise NotThatInvoice
    work = UnitOfWork(services, now, by)
    closed = invoice.replace(state=after(invoice.state, event), closed_at=now, closed_for=reason, link=None)
    put(work, closed)
    if event is BillingEvent.WAIVED:
        announce_paid(work, closed)
    if invoice.number:  # else nobody has heard of it
        enqueue_invoice_closed(work, closed)
    write_activity(work, invoice.debt.account, f"invoice-{event}", name_of(invoice))
    work.commit()
    close_page(services, bill)


def _label(services: Services) -> Text:
    """Return what the line is called, in both languages: a receipt is in both."""
    zone = services.portal.zone
    return Text(fr=say(CREDIT, "fr", zone), en=say(CREDIT, "en", zone))
