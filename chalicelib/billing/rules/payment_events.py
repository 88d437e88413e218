"""What Stripe tells, held against what we know, and what becomes of a payment (SECURITY SEC53, REL07)."""

from datetime import datetime

from chalicelib.billing.model import Invoice, Payment, PaymentState
from chalicelib.billing.rules.states import BillingEvent, after
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome

OPEN = (PaymentState.INTENDED, PaymentState.OFFERED)
UNDECIDED = (*OPEN, PaymentState.PROCESSING)


def fault(event: PaymentEvent, invoice: Invoice, payment: Payment, currency: str) -> str | None:
    """Return what is wrong with a notice; None where all that it says is as it should be."""
    if (event.invoice or invoice.id, event.payment or payment.id) != (payment.invoice, payment.id):
        return "invoice"
    if event.cents not in (None, payment.cents):
        return "amount"
    if event.currency not in (None, currency):
        return "currency"
    return "refund" if event.refunded > payment.cents else None


def apply_event(payment: Payment, event: PaymentEvent, now: datetime) -> Payment:
    """Return the payment as the notice leaves it: the same, whatever came before or comes after."""
    refunded = max(payment.refunded, event.refunded)
    heard = tuple(sorted({*payment.heard, event.outcome.value}))
    known = payment.replace(refunded=refunded, reference=payment.reference or event.reference, heard=heard)
    if event.outcome is PaymentOutcome.REFUNDED and refunded < payment.cents:
        return known
    moved = known.replace(state=after(payment.state, BillingEvent(event.outcome)))
    if event.outcome is PaymentOutcome.SUCCEEDED:
        moved = moved.replace(succeeded_at=payment.succeeded_at or now)
    return moved.replace(due_at=None) if is_settled(moved) else moved


def is_settled(payment: Payment) -> bool:
    """Tell whether nothing is to be asked any more: it failed, or it is known to have succeeded."""
    return payment.succeeded_at is not None or payment.state in (PaymentState.FAILED, PaymentState.EXPIRED)


def is_payable_online(payment: Payment, now: datetime) -> bool:
    """Tell whether it can still be paid by its page, which its payer need not have seen yet."""
    return payment.state in OPEN and payment.ends_at is not None and now < payment.ends_at


def is_new(before: Payment, later: Payment) -> bool:
    """Tell whether it is now that it succeeded."""
    return before.succeeded_at is None and later.succeeded_at is not None


def returned(payment: Payment, cents: int) -> Payment:
    """Return it after this much of it went back, all in all."""
    known = payment.replace(refunded=max(payment.refunded, cents))
    return (
        known.replace(state=after(payment.state, BillingEvent.REFUNDED)) if known.refunded >= payment.cents else known
    )
