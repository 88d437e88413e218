"""States of invoices, payments and refunds, and the events that move them. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from chalicelib.billing.model import Invoice, InvoiceState, PaymentState, RefundState


class BillingEvent(StrEnum):
    """What happens to an invoice, a payment or a refund."""

    ISSUED = "issued"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"

    OFFERED = "offered"
    PROCESSING = "processing"
    FAILED = "failed"
    EXPIRED = "expired"
    SUCCEEDED = "succeeded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute-won"
    DISPUTE_LOST = "dispute-lost"
    REFUNDED = "refunded"

    CREDITED = "credited"

    AGREED = "agreed"
    DECLINED = "declined"
    REJECTED = "rejected"
    DONE = "done"


class IllegalTransition(Exception):  # noqa: N818 -- a noun, as all of ours
    """Nothing leads there from here: a fault of ours, or two people at once."""


BillingState = InvoiceState | PaymentState | RefundState
S = TypeVar("S", InvoiceState, PaymentState, RefundState)

PAYMENT_OUTCOMES = {  # by Stripe, at any time
    BillingEvent.PROCESSING: PaymentState.PROCESSING,
    BillingEvent.FAILED: PaymentState.FAILED,
    BillingEvent.EXPIRED: PaymentState.EXPIRED,
    BillingEvent.SUCCEEDED: PaymentState.SUCCEEDED,
    BillingEvent.DISPUTED: PaymentState.DISPUTED,
    BillingEvent.DISPUTE_WON: PaymentState.DISPUTE_WON,
    BillingEvent.DISPUTE_LOST: PaymentState.DISPUTE_LOST,
    BillingEvent.REFUNDED: PaymentState.REFUNDED,
}
ORDER = list(PaymentState)


def _upwards(state: PaymentState) -> dict[BillingEvent, BillingState]:
    return {event: max(state, to, key=ORDER.index) for event, to in PAYMENT_OUTCOMES.items()}


TABLE: Mapping[type[BillingState], Mapping[BillingState, Mapping[BillingEvent, BillingState]]] = {
    InvoiceState: {
        InvoiceState.OWED: {
            BillingEvent.ISSUED: InvoiceState.OPEN,
            BillingEvent.CREDITED: InvoiceState.OWED,
            BillingEvent.WAIVED: InvoiceState.WAIVED,
            BillingEvent.CANCELLED: InvoiceState.CANCELLED,
        },
        InvoiceState.OPEN: {
            BillingEvent.PAID: InvoiceState.PAID,
            BillingEvent.CREDITED: InvoiceState.OPEN,
            BillingEvent.WAIVED: InvoiceState.WAIVED,
            BillingEvent.CANCELLED: InvoiceState.CANCELLED,
        },
        InvoiceState.PAID: {},
        InvoiceState.WAIVED: {},
        InvoiceState.CANCELLED: {},
    },
    PaymentState: {
        PaymentState.INTENDED: {BillingEvent.OFFERED: PaymentState.OFFERED, **_upwards(PaymentState.INTENDED)},
        **{state: _upwards(state) for state in ORDER if state is not PaymentState.INTENDED},
    },
    RefundState: {
        RefundState.PROPOSED: {BillingEvent.AGREED: RefundState.ASKED, BillingEvent.DECLINED: RefundState.DECLINED},
        RefundState.DECLINED: {},
        RefundState.ASKED: {BillingEvent.DONE: RefundState.DONE, BillingEvent.REJECTED: RefundState.REFUSED},
        RefundState.REFUSED: {},
        RefundState.DONE: {},
    },
}


def after(state: S, event: BillingEvent) -> S:
    """Return the state that follows; raise IllegalTransition where the table has none."""
    following = TABLE[type(state)][state].get(event)
    if not isinstance(following, type(state)):
        message = f"{type(state).__name__}: {event} can’t follow {state}"
        raise IllegalTransition(message)
    return following


def takes(state: BillingState, event: BillingEvent) -> bool:
    """Tell whether the event may happen now."""
    return event in TABLE[type(state)][state]


def can_be_recorded(invoice: Invoice) -> bool:
    """Tell whether a payment can be recorded now: not beside one that waits for its second pair of eyes."""
    return takes(invoice.state, BillingEvent.PAID) and invoice.recorded is None
