"""What finance takes off an invoice: a credit, a waiver, a cancellation (REQUIREMENTS W4; SECURITY SEC40).

What comes to more than one may take off alone, all in all, is a proposal until another one of the staff agrees.
"""

from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.apply_payment import announce_paid
from chalicelib.billing.actions.checkout import close_page
from chalicelib.billing.actions.emails import enqueue_invoice_closed, enqueue_invoice_credited
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.debts import Credit, ProposedAdjustment
from chalicelib.billing.errors import AlreadyProposed, NotThatInvoice, OwnRecord, TooMuchOff
from chalicelib.billing.model import Invoice, InvoiceWithPayments
from chalicelib.billing.rules.adjustments import credited, taken_off
from chalicelib.billing.rules.pricing import credit
from chalicelib.billing.rules.states import BillingEvent, after, takes
from chalicelib.billing.storage import name_of, put
from chalicelib.i18n.languages import say
from chalicelib.phrase import phrase
from chalicelib.portal.text import Text
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

CREDIT = phrase("Credit")
EVENTS = {"credited": BillingEvent.CREDITED, "waived": BillingEvent.WAIVED, "cancelled": BillingEvent.CANCELLED}


class CreditOrder(NamedTuple):
    """How much is to be asked no more, taxes and all, and why. `request` as of a Charge."""

    cents: int
    reason: str
    request: str | None = None


def credit_invoice(services: Services, number: str, order: CreditOrder, by: str, now: datetime) -> bool:
    """Take some off what is still to be paid; the person reads why. Return whether it is done, and not only proposed.

    Raise NotThatInvoice, AlreadyProposed or TooMuchOff.
    """
    id_ = order.request or services.ids.new()
    wanted = ProposedAdjustment(id=id_, kind="credited", cents=order.cents, reason=order.reason, by=by, at=now)
    return _adjust(services, number, wanted, now)


def waive(services: Services, number: str, reason: str, by: str, now: datetime) -> bool:
    """Ask for it no more; the person reads the reason. Returns and raises as of a credit."""
    return _adjust(services, number, _closing(services, "waived", reason, by, now), now)


def cancel(services: Services, number: str, reason: str, by: str, now: datetime) -> bool:
    """Take it back: it was wrong. Its number stays, and is not given again (SECURITY SEC56)."""
    return _adjust(services, number, _closing(services, "cancelled", reason, by, now), now)


@retry_on_conflict
def agree_to_adjustment(services: Services, number: str, proposal: str, by: str, now: datetime) -> None:
    """Agree with what another one proposed: it takes effect. Raise OwnRecord for the same person."""
    with_payments = get_by_number(services, number)
    found = _proposed(with_payments, proposal)
    if found.by == by:
        raise OwnRecord
    _refuse(with_payments.invoice, found)
    work = UnitOfWork(services, now, by)
    _take_off(work, with_payments.invoice, found, by)
    work.commit()
    close_page(services, with_payments)


@retry_on_conflict
def decline_adjustment(services: Services, number: str, proposal: str, by: str, now: datetime) -> None:
    """Let a proposal be, by whomever; raise NotThatInvoice."""
    with_payments = get_by_number(services, number)
    _proposed(with_payments, proposal)
    work = UnitOfWork(services, now, by)
    put(work, with_payments.invoice.replace(proposal=None))
    write_activity(work, with_payments.invoice.debt.account, "adjustment-declined", name_of(with_payments.invoice))
    work.commit()


@retry_on_conflict
def _adjust(services: Services, number: str, wanted: ProposedAdjustment, now: datetime) -> bool:
    with_payments = get_by_number(services, number)
    invoice = with_payments.invoice
    if any(each.id == wanted.id for each in invoice.credits):
        return True
    if invoice.proposal and invoice.proposal.id == wanted.id:
        return False
    if invoice.proposal:
        raise AlreadyProposed
    _refuse(invoice, wanted)
    work = UnitOfWork(services, now, wanted.by)
    is_alone = taken_off(invoice, wanted) <= services.portal.policies.billing.alone_up_to
    if is_alone:
        _take_off(work, invoice, wanted, None)
    else:
        put(work, invoice.replace(proposal=wanted))
        write_activity(work, invoice.debt.account, "adjustment-proposed", name_of(invoice))
    work.commit()
    if is_alone:
        close_page(services, with_payments)
    return is_alone


def _refuse(invoice: Invoice, wanted: ProposedAdjustment) -> None:
    """Raise NotThatInvoice or TooMuchOff where it can't be done to the invoice as it is."""
    if not takes(invoice.state, EVENTS[wanted.kind]):
        raise NotThatInvoice
    if wanted.kind == "credited" and not 0 < wanted.cents < invoice.total:
        raise TooMuchOff


def _take_off(work: UnitOfWork, invoice: Invoice, wanted: ProposedAdjustment, agreed_by: str | None) -> None:
    """Add to the change all that follows; the trail says who did it last."""
    event = EVENTS[wanted.kind]
    if event is BillingEvent.CREDITED:
        _credit(work, invoice, wanted, agreed_by)
    else:
        _close(work, invoice, wanted)
    write_activity(work, invoice.debt.account, f"invoice-{event}", name_of(invoice))


def _credit(work: UnitOfWork, invoice: Invoice, wanted: ProposedAdjustment, agreed_by: str | None) -> None:
    line = credit(_label(work.services), invoice.lines, credited(invoice), wanted.cents)
    taken = Credit(id=wanted.id, line=line, reason=wanted.reason, by=wanted.by, agreed_by=agreed_by, at=work.now)
    state = after(invoice.state, BillingEvent.CREDITED)
    reduced = invoice.replace(state=state, credits=(*invoice.credits, taken), proposal=None)
    put(work, reduced)
    if invoice.number:
        enqueue_invoice_credited(work, reduced)


def _close(work: UnitOfWork, invoice: Invoice, wanted: ProposedAdjustment) -> None:
    state = after(invoice.state, EVENTS[wanted.kind])
    closed = invoice.replace(state=state, closed_at=work.now, closed_for=wanted.reason, link=None, proposal=None)
    put(work, closed)
    if wanted.kind == "waived":
        announce_paid(work, closed)
    if invoice.number:  # else nobody has heard of it
        enqueue_invoice_closed(work, closed)


def _closing(
    services: Services, kind: Literal["waived", "cancelled"], reason: str, by: str, now: datetime
) -> ProposedAdjustment:
    return ProposedAdjustment(id=services.ids.new(), kind=kind, cents=0, reason=reason, by=by, at=now)


def _proposed(with_payments: InvoiceWithPayments, proposal: str) -> ProposedAdjustment:
    """Return the proposal that waits; raise NotThatInvoice."""
    found = with_payments.invoice.proposal
    if found is None or found.id != proposal:
        raise NotThatInvoice
    return found


def _label(services: Services) -> Text:
    """Return what the line is called, in both languages: a receipt is in both."""
    zone = services.portal.zone
    return Text(fr=say(CREDIT, "fr", zone), en=say(CREDIT, "en", zone))
