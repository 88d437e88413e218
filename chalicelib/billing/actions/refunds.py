"""Giving money back: proposed by one of the staff, agreed by another, done by Stripe once (REQUIREMENTS W4).

What was paid beyond what was owed goes back by itself, as soon as it is known. How much of a payment is spoken for, its
row says: a query of its refunds may lack the last one.
"""

from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import SYSTEM, write_activity
from chalicelib.billing.actions.apply_payment import apply_payment
from chalicelib.billing.actions.finance_queue import alert
from chalicelib.billing.actions.find import get_by_number, known_refund, read_for_refund
from chalicelib.billing.errors import NotThatInvoice, OwnRecord, TooMuchBack
from chalicelib.billing.model import InvoiceWithPayments, Payment, Refund, RefundState
from chalicelib.billing.rules.payment_events import returned
from chalicelib.billing.rules.states import BillingEvent, after, takes
from chalicelib.billing.storage import add, name_of, put
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import Rejected
from chalicelib.cloud.table import Unavailable
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

REFUSED = "refund-refused"


class RefundOrder(NamedTuple):
    """How much of an invoice's payment is to go back, and why. `request` as of a Charge."""

    cents: int
    reason: str
    request: str | None = None


@retry_on_conflict
def propose_refund(services: Services, number: str, order: RefundOrder, by: str, now: datetime) -> Refund:
    """Propose to give back some of what was paid, or all; raise NotThatInvoice or TooMuchBack."""
    with_payments = get_by_number(services, number)
    payment, known = with_payments.payment, known_refund(services, with_payments.invoice, order.request)
    if known:
        return known
    if payment is None or payment.succeeded_at is None:
        raise NotThatInvoice
    if not 0 < order.cents <= refundable(with_payments):
        raise TooMuchBack
    refund = _proposed(payment, order, order.request or services.ids.new(), by, now)
    work = UnitOfWork(services, now, by)
    add(work, refund)
    put(work, payment.replace(claimed=payment.claimed + order.cents))
    write_activity(work, payment.account, "refund-proposed", name_of(with_payments.invoice))
    work.commit()
    return refund


@retry_on_conflict
def agree_to_refund(services: Services, number: str, refund: str, by: str, now: datetime) -> None:
    """Agree with what another one proposed: the money goes back. Raise OwnRecord for the same person."""
    with_payments = get_by_number(services, number)
    found = _of(with_payments, refund)
    if found is None or not takes(found.state, BillingEvent.AGREED):
        raise NotThatInvoice
    if found.by == by:
        raise OwnRecord
    work = UnitOfWork(services, now, by)
    put(work, found.replace(state=after(found.state, BillingEvent.AGREED), answered_by=by, due_at=now))
    write_activity(work, found.account, "refund-agreed", name_of(with_payments.invoice))
    work.commit()


@retry_on_conflict
def decline_refund(services: Services, number: str, refund: str, by: str, now: datetime) -> None:
    """Let a proposed refund be, by whomever; raise NotThatInvoice."""
    with_payments = get_by_number(services, number)
    found = _of(with_payments, refund)
    payment = next((each for each in with_payments.payments if found and each.id == found.payment), None)
    if found is None or payment is None or not takes(found.state, BillingEvent.DECLINED):
        raise NotThatInvoice
    work = UnitOfWork(services, now, by)
    put(work, found.replace(state=after(found.state, BillingEvent.DECLINED), answered_by=by))
    _free(work, payment, found)
    write_activity(work, found.account, "refund-declined", name_of(with_payments.invoice))
    work.commit()


@retry_on_conflict
def give_back(services: Services, refund: Refund, now: datetime) -> bool:
    """Have the money sent back and note it. Asked again, after whatever went wrong, it is sent once."""
    invoice, payment, found = read_for_refund(services, refund)
    if found.state is not RefundState.ASKED:
        return False
    work = UnitOfWork(services, now)
    try:
        if payment.method == "card":
            _send(services, found, payment)
    except Rejected as refusal:
        put(work, found.replace(state=after(found.state, BillingEvent.REJECTED), due_at=None))
        _free(work, payment, found)
        alert(work, REFUSED, payment.id, invoice)
        log.warning("refund refused", reason=str(refusal))
        work.commit()
        return True
    put(work, found.replace(state=after(found.state, BillingEvent.DONE), due_at=None))
    sent_back = payment.sent_back + found.cents
    apply_payment(work, invoice, payment, returned(payment.replace(sent_back=sent_back), sent_back))
    write_activity(work, payment.account, "refunded", name_of(invoice), by=SYSTEM)
    work.commit()
    return True


def _free(work: UnitOfWork, payment: Payment, refund: Refund) -> None:
    """Let the money of a refund that comes to nothing be proposed again."""
    put(work, payment.replace(claimed=payment.claimed - refund.cents))


def _send(services: Services, refund: Refund, payment: Payment) -> None:
    if services.payments is None or payment.reference is None:
        raise Unavailable("nobody who could give it back")
    services.payments.refund(refund.id, payment.reference, refund.cents)


def refundable(with_payments: InvoiceWithPayments) -> int:
    """Return how much of what was paid can still be proposed to go back."""
    payment = with_payments.payment
    return payment.cents - max(payment.claimed, payment.refunded) if payment and payment.succeeded_at else 0


def _proposed(payment: Payment, order: RefundOrder, id_: str, by: str, now: datetime) -> Refund:
    return Refund(
        id=id_,
        invoice=payment.invoice,
        account=payment.account,
        payment=payment.id,
        cents=order.cents,
        reason=order.reason,
        by=by,
        state=RefundState.PROPOSED,
        created_at=now,
    )


def _of(with_payments: InvoiceWithPayments, refund: str) -> Refund | None:
    return next((each for each in with_payments.refunds if each.id == refund), None)
