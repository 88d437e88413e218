"""What follows from what became of a payment: invoice, receipt, email, journal, alarm, in one change.

All money comes through here, by whichever way and in whichever order it is told (SECURITY REL07-REL10).
"""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.alerts import alert
from chalicelib.billing.actions.emails import enqueue_payment_received, enqueue_payment_refunded
from chalicelib.billing.actions.journal import LedgerLine, Movement, enter
from chalicelib.billing.actions.receipts import add_receipt_for
from chalicelib.billing.model import Invoice, Payment, Refund, RefundState
from chalicelib.billing.rules.payment_events import is_new
from chalicelib.billing.rules.states import BillingEvent, after, takes
from chalicelib.billing.storage import add, name_of, paid_key, put
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change
from chalicelib.services import Services

PAID = "billing-paid"  # kind of due work: what waits for others to learn of it
DISPUTES: tuple[Movement, ...] = ("disputed", "dispute-won", "dispute-lost")
SURPLUS = "surplus"


def apply_payment(
    services: Services, change: Change, invoice: Invoice, before: Payment, later: Payment, now: datetime
) -> None:
    """Add to the change all that follows from a payment's way from `before` to `later`."""
    put(change, later)
    if is_new(before, later):
        enter(services, change, invoice, later, LedgerLine("payment", later.cents), now)
        if takes(invoice.state, BillingEvent.PAID):
            _pay(services, change, invoice, later, now)
        else:
            _give_back(services, change, invoice, later, later.cents, now)
            account, by = invoice.debt.account, later.confirmed_by
            write_activity(change, account, "payment-surplus", now, by, name_of(invoice))
    if later.refunded > before.refunded:
        back = later.refunded - before.refunded
        enter(services, change, invoice, later, LedgerLine("refund", -back), now)
        enqueue_payment_refunded(services, change, invoice, back, now)
    for dispute in (each for each in DISPUTES if each in later.heard and each not in before.heard):
        enter(services, change, invoice, later, LedgerLine(dispute), now)
        alert(change, dispute, later.id, now, invoice)


def _pay(services: Services, change: Change, invoice: Invoice, payment: Payment, now: datetime) -> None:
    """Close the invoice: one receipt, one email; others learn of it."""
    paid = invoice.replace(state=after(invoice.state, BillingEvent.PAID), payment=payment.id, closed_at=now)
    put(change, paid)
    add_receipt_for(services, change, paid, payment, now)
    enqueue_payment_received(services, change, paid, now)
    write_activity(change, invoice.debt.account, "invoice-paid", now, payment.confirmed_by, name_of(invoice))
    announce_paid(change, invoice, now)
    if payment.cents > paid.total:  # a credit came between the page and the payment
        _give_back(services, change, invoice, payment, payment.cents - paid.total, now)


def announce_paid(change: Change, invoice: Invoice, now: datetime) -> None:
    """Leave the row by which others learn that nothing more is owed: it is paid, or was waived."""
    told = {"account": invoice.debt.account, "about": invoice.debt.about, "event": invoice.debt.event}
    change.once(paid_key(invoice.id), **told, invoice=invoice.id, due_kind=PAID, due_at=to_iso(now))


def _give_back(
    services: Services, change: Change, invoice: Invoice, payment: Payment, cents: int, now: datetime
) -> None:
    """Owe money back that was not owed, or not any more. A cheque goes back by hand."""
    by_itself = payment.method == "card"
    refund = Refund(
        id=services.ids.new(),
        invoice=invoice.id,
        account=payment.account,
        payment=payment.id,
        cents=cents,
        reason=SURPLUS,
        state=RefundState.ASKED if by_itself else RefundState.PROPOSED,
        created_at=now,
        due_at=now if by_itself else None,
    )
    add(change, refund)
    alert(change, SURPLUS, payment.id, now, invoice)
