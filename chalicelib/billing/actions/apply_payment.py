"""What follows from what became of a payment: invoice, receipt, email, journal, alarm, in one change.

All money comes through here, by whichever way and in whichever order it is told (SECURITY REL07-REL10).
"""

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.emails import enqueue_payment_received, enqueue_payment_refunded
from chalicelib.billing.actions.finance_queue import alert
from chalicelib.billing.actions.journal import LedgerLine, Movement, enter
from chalicelib.billing.actions.receipts import add_receipt_for
from chalicelib.billing.model import Invoice, Payment, Refund, RefundState
from chalicelib.billing.rules.payment_events import is_new
from chalicelib.billing.rules.states import BillingEvent, after, takes
from chalicelib.billing.storage import add, name_of, paid_key, put
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.metrics import Metric
from chalicelib.unit_of_work import UnitOfWork

PAID = "billing-paid"  # kind of due work: what waits for others to learn of it
DISPUTES: tuple[Movement, ...] = ("disputed", "dispute-won", "dispute-lost")
SURPLUS = "surplus"


def apply_payment(work: UnitOfWork, invoice: Invoice, before: Payment, later: Payment) -> None:
    """Add to the change all that follows from a payment's way from `before` to `later`."""
    surplus = _surplus(invoice, later) if is_new(before, later) else 0
    put(work, later.replace(claimed=later.claimed + surplus))
    if is_new(before, later):
        work.count(Metric.PAYMENTS)
        enter(work, invoice, later, LedgerLine("payment", later.cents))
        if takes(invoice.state, BillingEvent.PAID):
            _pay(work, invoice, later)
        else:
            account, by = invoice.debt.account, later.confirmed_by
            write_activity(work, account, "payment-surplus", name_of(invoice), by=by)
    if surplus:
        _give_back(work, invoice, later, surplus)
    if later.refunded > before.refunded:
        back = later.refunded - before.refunded
        enter(work, invoice, later, LedgerLine("refund", -back))
        enqueue_payment_refunded(work, invoice, back)
    for dispute in (each for each in DISPUTES if each in later.heard and each not in before.heard):
        enter(work, invoice, later, LedgerLine(dispute))
        alert(work, dispute, later.id, invoice)


def _surplus(invoice: Invoice, payment: Payment) -> int:
    """Return how much of it was not owed: a credit came between the page and the payment, or it came twice."""
    return max(0, payment.cents - invoice.total) if takes(invoice.state, BillingEvent.PAID) else payment.cents


def _pay(work: UnitOfWork, invoice: Invoice, payment: Payment) -> None:
    """Close the invoice: one receipt, one email; others learn of it."""
    state = after(invoice.state, BillingEvent.PAID)
    paid = invoice.replace(state=state, payment=payment.id, closed_at=work.now, proposal=None)
    put(work, paid)
    add_receipt_for(work, paid, payment)
    enqueue_payment_received(work, paid)
    write_activity(work, invoice.debt.account, "invoice-paid", name_of(invoice), by=payment.confirmed_by)
    announce_paid(work, invoice)


def announce_paid(work: UnitOfWork, invoice: Invoice) -> None:
    """Leave the row by which others learn that nothing more is owed: it is paid, or was waived."""
    debt = {"account": invoice.debt.account, "about": invoice.debt.about, "event": invoice.debt.event}
    work.once(paid_key(invoice.id), **debt, invoice=invoice.id, due_kind=PAID, due_at=to_iso(work.now))


def _give_back(work: UnitOfWork, invoice: Invoice, payment: Payment, cents: int) -> None:
    """Owe money back that was not owed, or not any more. A cheque goes back by hand."""
    by_itself = payment.method == "card"
    refund = Refund(
        id=work.services.ids.new(),
        invoice=invoice.id,
        account=payment.account,
        payment=payment.id,
        cents=cents,
        reason=SURPLUS,
        state=RefundState.ASKED if by_itself else RefundState.PROPOSED,
        created_at=work.now,
        due_at=work.now if by_itself else None,
    )
    add(work, refund)
    alert(work, SURPLUS, payment.id, invoice)
