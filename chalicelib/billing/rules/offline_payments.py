"""What may be recorded of money that came otherwise than by card (REQUIREMENTS W4)."""

from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.rules.states import BillingEvent, takes


def can_be_recorded(bill: InvoiceWithPayments) -> bool:
    """Tell whether a payment can be recorded now: not beside one that waits for its second pair of eyes."""
    return takes(bill.invoice.state, BillingEvent.PAID) and not any(
        payment.waits_for_staff for payment in bill.payments
    )
