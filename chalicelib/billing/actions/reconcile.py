"""What is done when its time comes: invoices shown, payments asked about whose webhook never came, money given back.

A webhook that is lost for good costs a delay and nothing else (SECURITY REL08).
"""

from datetime import datetime

from chalicelib.billing.actions.apply_payment import apply_payment
from chalicelib.billing.actions.finance_queue import NOTICE, alert
from chalicelib.billing.actions.find import get_by_number, reload
from chalicelib.billing.actions.invoicing import issue
from chalicelib.billing.actions.refunds import give_back
from chalicelib.billing.model import Invoice, InvoiceState, InvoiceWithPayments, Payment, Refund
from chalicelib.billing.rules.payment_events import apply_event, fault, is_settled
from chalicelib.billing.storage import DUE, OF_STRIPE, parse
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome
from chalicelib.cloud.table import Conflict, Key, Unavailable
from chalicelib.due import Left, unlimited, work_through
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

STRIPE = 41_000  # milliseconds that a refund may wait for Stripe: two calls, each tried twice (cloud.stripe_http)


def work(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Do what is due, for as long as there is time; return how often something was done.

    What needs no Stripe goes first: one that hangs holds up nothing else.
    """
    shown = work_through(services.table, DUE, now, lambda key: _show(services, key, now), left)
    with_stripe = work_through(services.table, OF_STRIPE, now, lambda key: _do(services, key, now), _but_for(left))
    return shown + with_stripe


def _but_for(left: Left) -> Left:
    """Return what is left if one piece takes as long as it can."""
    return lambda: left() - STRIPE


def _show(services: Services, key: Key, now: datetime) -> bool:
    """Show one invoice; tell whether there was anything to do: an index may still show what is done."""
    invoice = parse(Invoice, services.table.get(key))
    return invoice is not None and issue(services, invoice.debt.account, invoice.id, now)


def _do(services: Services, key: Key, now: datetime) -> bool:
    """Ask about one payment, or give one refund back; tell whether there was anything to do."""
    item = services.table.get(key)
    if "#PAYMENT#" in key.sk:
        payment = parse(Payment, item)
        return payment is not None and _ask_about(services, payment, now)
    refund = parse(Refund, item)
    return refund is not None and give_back(services, refund, now)


def _ask_about(services: Services, payment: Payment, now: datetime) -> bool:
    if payment.due_at is None or payment.due_at > now:
        return False
    reconcile_payment(services, reload(services, payment.account, payment.invoice), payment, now)
    return True


def ask(services: Services, with_payments: InvoiceWithPayments, now: datetime) -> InvoiceWithPayments:
    """Return the invoice as it is once Stripe was asked, where that tells something: for who comes back from paying."""
    if (
        with_payments.payment is None
        or with_payments.invoice.state is not InvoiceState.OPEN
        or is_settled(with_payments.payment)
    ):
        return with_payments
    try:
        reconcile_payment(services, with_payments.invoice, with_payments.payment, now)
    except Unavailable:
        return with_payments  # the webhook tells, or the schedule asks
    return get_by_number(services, with_payments.invoice.id)


def reconcile_payment(services: Services, invoice: Invoice, payment: Payment, now: datetime) -> Payment:
    """Ask what became of a payment, and let follow what does; return it as it is then."""
    event = _notice(services, invoice, payment, now)
    wrong = fault(event, invoice, payment, services.fees.currency) if event else None
    later = apply_event(payment, event, now) if event and not wrong else payment
    work = UnitOfWork(services, now)
    if wrong:  # Stripe would say the same again: it is finance's now
        alert(work, f"{NOTICE}{wrong}", payment.id, invoice)
    later = later.replace(due_at=None) if wrong else _asked_again(services, later, now)
    apply_payment(work, invoice, payment, later)
    try:
        work.commit()
    except Conflict:
        log.info("payment already applied by webhook", payment=payment.id)
    return later


def _asked_again(services: Services, payment: Payment, now: datetime) -> Payment:
    """Return it with the time to ask again, while nothing is decided."""
    if is_settled(payment):
        return payment
    return payment.replace(due_at=max(now, payment.ends_at or now) + services.portal.policies.billing.patience)


def _notice(services: Services, invoice: Invoice, payment: Payment, now: datetime) -> PaymentEvent | None:
    """Return what there is to tell; None where it is open. A page that nobody was given ends by itself."""
    if payment.session and services.payments:
        return services.payments.retrieve(payment.session)
    if payment.ends_at and payment.ends_at <= now:
        return PaymentEvent(payment.id, PaymentOutcome.EXPIRED, payment.id, invoice.id, None)
    return None
