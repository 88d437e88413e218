"""What finance does by hand: an invoice, a waiver, a payment by cheque or transfer (REQUIREMENTS W4)."""

from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.find import anyones
from chalicelib.billing.actions.invoices import owe_lines
from chalicelib.billing.actions.letters import owe
from chalicelib.billing.actions.settle import settle
from chalicelib.billing.items import add, put
from chalicelib.billing.model import Bill, Debt, Invoice, Line, Payment
from chalicelib.billing.problems import NotThatInvoice, OwnRecord
from chalicelib.billing.rules.notices import told
from chalicelib.billing.rules.states import Event, after, takes
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import Notice, Told
from chalicelib.cloud.table import Change, Unavailable
from chalicelib.services import Services
from chalicelib.settled import until_settled


class Remittance(NamedTuple):
    """Money that came otherwise than by card."""

    method: Literal["cheque", "transfer"]
    reference: str  # the number of the cheque or of the transfer


def invoice_by_hand(services: Services, debt: Debt, line: Line, by: str, now: datetime) -> Invoice:
    """Owe someone an invoice of one line, of what no schedule knows."""
    change = Change(services.ids.new())
    invoice = owe_lines(services, change, debt, (line,), now)
    write_activity(change, debt.account, "invoice-made", now, by)
    services.table.commit(change)
    return invoice


def waive(services: Services, number: str, reason: str, by: str, now: datetime) -> None:
    """Ask for it no more; the person reads the reason. Raise NotThatInvoice."""
    _close(services, number, Event.WAIVED, reason, by, now)


def cancel(services: Services, number: str, reason: str, by: str, now: datetime) -> None:
    """Take it back: it was wrong. Its number stays, and is not given again (SECURITY SEC56)."""
    _close(services, number, Event.CANCELLED, reason, by, now)


@until_settled
def _close(
    services: Services, number: str, event: Literal[Event.WAIVED, Event.CANCELLED], reason: str, by: str, now: datetime
) -> None:
    bill = anyones(services, number)
    invoice = bill.invoice
    if not takes(invoice.state, event):
        raise NotThatInvoice
    change = Change(services.ids.new())
    closed = invoice.but(state=after(invoice.state, event), closed_at=now, closed_for=reason, link=None)
    put(change, closed)
    owe(services, change, "invoice-closed", closed, now, cents=closed.total)
    write_activity(change, invoice.debt.account, f"invoice-{event}", now, by)
    services.table.commit(change)
    close_page(services, bill)


@until_settled
def record(services: Services, number: str, money: Remittance, by: str, now: datetime) -> Payment:
    """Write down that money came by cheque or transfer; it counts when another one confirms it."""
    invoice = anyones(services, number).invoice
    if not takes(invoice.state, Event.PAID):
        raise NotThatInvoice
    payment = Payment(
        id=services.ids.new(),
        invoice=invoice.id,
        account=invoice.debt.account,
        method=money.method,
        cents=invoice.total,
        created_at=now,
        language=invoice.debt.language or "fr",
        reference=money.reference,
        recorded_by=by,
    )
    change = Change(services.ids.new())
    add(change, payment)
    write_activity(change, payment.account, "payment-recorded", now, by)
    services.table.commit(change)
    return payment


@until_settled
def confirm(services: Services, number: str, payment: str, by: str, now: datetime) -> None:
    """Confirm what another one recorded: the invoice is paid. Raise OwnRecord for the same person."""
    bill = anyones(services, number)
    found = next((each for each in bill.payments if each.id == payment), None)
    if found is None or found.recorded_by is None:
        raise NotThatInvoice
    if found.recorded_by == by:
        raise OwnRecord
    if found.succeeded_at:
        return
    confirmed = told(found, Notice(found.id, Told.SUCCEEDED, found.id, found.invoice, found.reference), now)
    change = Change(services.ids.new())
    settle(services, change, bill.invoice, found, confirmed, now)
    services.table.commit(change)
    close_page(services, bill)


def close_page(services: Services, bill: Bill) -> None:
    """Close the page on which a card would still pay. Who pays in spite of it is given the money back."""
    if services.payments is None or bill.payment is None or bill.payment.session is None:
        return
    try:
        services.payments.close(bill.payment.session)
    except Unavailable as trouble:
        log.warning("page left open", reason=str(trouble))
