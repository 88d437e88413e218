"""What Stripe tells by its webhook: the truth, once it is proven to be Stripe's and to fit (SECURITY SEC53, REL07)."""

from datetime import datetime

from chalicelib.billing.actions.apply_payment import apply_payment
from chalicelib.billing.actions.finance_queue import NOTICE, alert, alert_of_stranger
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.refunds import REFUSED
from chalicelib.billing.model import Invoice, Payment
from chalicelib.billing.rules.payment_events import apply_event, fault
from chalicelib.billing.storage import event_key, once
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import PaymentEvent, PaymentOutcome, Payments, Untrusted
from chalicelib.errors import NotFound
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def receive_event(services: Services, body: bytes, signature: str, now: datetime) -> bool:
    """Take what came to the webhook's address; return whether it was Stripe's and fitted."""
    payments = services.payments
    if payments is None:
        return False
    try:
        event = payments.read(body, signature, now)
    except Untrusted as distrust:
        alert_of_stranger(services, str(distrust), now)
        return False
    return event is None or handle_event(services, payments, event, now)


@retry_on_conflict
def handle_event(services: Services, payments: Payments, event: PaymentEvent, now: datetime) -> bool:
    """Do what follows from a notice, once however often it comes; return whether it fits what we know."""
    if services.table.get(event_key(event.id)):
        return True
    kept_until = now + services.portal.policies.billing.events_kept
    work = UnitOfWork(services, now)
    found = _found(services, payments, event)
    wrong = fault(event, *found, services.fees.currency) if found else "unknown"
    if found is None and event.payment is None:
        return True  # of something else that the body sells by the same account
    once(work, event.id, kept_until, outcome=event.outcome, payment=event.payment, fault=wrong)
    if wrong or found is None:
        alert(work, f"{NOTICE}{wrong}", event.id, found[0] if found else None)
    else:
        _follow(work, event, *found)
    work.commit()
    log.info("payment event handled", outcome=event.outcome, payment=event.payment, fault=wrong)
    return wrong is None


def _follow(work: UnitOfWork, event: PaymentEvent, invoice: Invoice, payment: Payment) -> None:
    """Add to the change what follows; of a refund that came back, finance alone can do something."""
    if event.outcome is PaymentOutcome.REFUND_FAILED:
        alert(work, REFUSED, payment.id, invoice)
    else:
        apply_payment(work, invoice, payment, apply_event(payment, event, work.now))


def _found(services: Services, payments: Payments, event: PaymentEvent) -> tuple[Invoice, Payment] | None:
    """Return what the notice is about; a dispute names nothing of ours, so Stripe is asked."""
    names = (event.invoice, event.payment)
    if event.payment is None and event.reference:
        names = payments.whose(event.reference) or names
    try:
        with_payments = get_by_number(services, names[0] or "")
    except NotFound:
        return None
    payment = next((each for each in with_payments.payments if each.id == names[1]), None)
    return (with_payments.invoice, payment) if payment else None
