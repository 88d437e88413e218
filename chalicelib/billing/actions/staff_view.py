"""An invoice as staff see it: the look is written down first, and what may be done with it now is said (SEC40)."""

from datetime import datetime

from chalicelib.activities.actions import trail_about
from chalicelib.activities.model import Activity, write_activity
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.refunds import refundable
from chalicelib.billing.model import Invoice, InvoiceWithPayments
from chalicelib.billing.rules.states import BillingEvent, can_be_recorded, takes
from chalicelib.billing.storage import name_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def open_invoice(services: Services, number: str, by: str, now: datetime) -> InvoiceWithPayments:
    """Write down that one of the staff looks at it, and return it; raise NotFound."""
    with_payments = get_by_number(services, number)
    work = UnitOfWork(services, now, by)
    write_activity(work, with_payments.invoice.debt.account, "invoice-viewed", name_of(with_payments.invoice))
    work.commit()
    return with_payments


def trail_of(services: Services, invoice: Invoice, most: int) -> list[Activity]:
    """Return what was done last with this invoice, the newest first."""
    return trail_about(services, invoice.debt.account, name_of(invoice), most)


def open_for(with_payments: InvoiceWithPayments) -> tuple[str, ...]:
    """Return what can be done with it now: close, credit, record, refund, replace."""
    state = with_payments.invoice.state
    can = {
        "record": can_be_recorded(with_payments.invoice),
        "credit": takes(state, BillingEvent.CREDITED) and with_payments.invoice.proposal is None,
        "close": takes(state, BillingEvent.WAIVED) and with_payments.invoice.proposal is None,
        "refund": refundable(with_payments) > 0,
        "replace": with_payments.invoice.can_be_replaced,
    }
    return tuple(name for name, may in can.items() if may)
