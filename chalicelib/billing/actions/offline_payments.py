"""Money that came otherwise than by card: one of the staff records it, another one confirms it (REQUIREMENTS W4)."""

from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.actions.apply_payment import apply_payment
from chalicelib.billing.actions.checkout import close_page
from chalicelib.billing.actions.find import get_by_number, known_payment
from chalicelib.billing.errors import NotThatInvoice, OwnRecord
from chalicelib.billing.model import Invoice, InvoiceWithPayments, Payment
from chalicelib.billing.rules.payment_events import apply_event
from chalicelib.billing.rules.states import BillingEvent, after, can_be_recorded
from chalicelib.billing.storage import add, name_of, put
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


class OfflinePayment(NamedTuple):
    """A cheque or a transfer. `request` as of a Charge."""

    method: Literal["cheque", "transfer"]
    reference: str  # the number of the cheque or of the transfer
    request: str | None = None


@retry_on_conflict
def record(services: Services, number: str, money: OfflinePayment, by: str, now: datetime) -> Payment:
    """Write down that all that is owed came by cheque or transfer; it counts when another one confirms it.

    Raise NotThatInvoice, while another one waits for that too.
    """
    invoice = get_by_number(services, number).invoice
    known = known_payment(services, invoice, money.request)
    if known:
        return known
    if not can_be_recorded(invoice):
        raise NotThatInvoice
    payment = _recorded(invoice, money, money.request or services.ids.new(), by, now)
    work = UnitOfWork(services, now, by)
    add(work, payment)
    put(work, invoice.replace(recorded=payment.id))
    write_activity(work, payment.account, "payment-recorded", name_of(invoice))
    work.commit()
    return payment


@retry_on_conflict
def confirm(services: Services, number: str, payment: str, by: str, now: datetime) -> None:
    """Confirm what another one recorded: the invoice is paid. Raise OwnRecord for the same person."""
    with_payments = get_by_number(services, number)
    found = _of(with_payments, payment)
    if found and found.confirmed_by:
        return
    if found is None or not found.waits_for_staff:
        raise NotThatInvoice
    if found.recorded_by == by:
        raise OwnRecord
    notice = PaymentEvent(found.id, PaymentOutcome.SUCCEEDED, found.id, found.invoice, found.reference)
    confirmed = apply_event(found.replace(confirmed_by=by), notice, now)
    work = UnitOfWork(services, now, by)
    apply_payment(work, with_payments.invoice, found, confirmed)
    work.commit()
    close_page(services, with_payments)


@retry_on_conflict
def dismiss(services: Services, number: str, payment: str, by: str, now: datetime) -> None:
    """Take back what was recorded by mistake, by whomever; raise NotThatInvoice once it is confirmed."""
    with_payments = get_by_number(services, number)
    found = _of(with_payments, payment)
    if found is None or not found.waits_for_staff:
        raise NotThatInvoice
    work = UnitOfWork(services, now, by)
    put(work, found.replace(state=after(found.state, BillingEvent.FAILED)))
    if with_payments.invoice.recorded == found.id:
        put(work, with_payments.invoice.replace(recorded=None))
    write_activity(work, found.account, "payment-dismissed", name_of(with_payments.invoice))
    work.commit()


def _recorded(invoice: Invoice, money: OfflinePayment, id_: str, by: str, now: datetime) -> Payment:
    return Payment(
        id=id_,
        invoice=invoice.id,
        account=invoice.debt.account,
        method=money.method,
        cents=invoice.total,
        created_at=now,
        language=invoice.debt.language or "fr",
        reference=money.reference,
        recorded_by=by,
    )


def _of(with_payments: InvoiceWithPayments, payment: str) -> Payment | None:
    return next((each for each in with_payments.payments if each.id == payment), None)
