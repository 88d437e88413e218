"""What Stripe tells by its webhook: the truth, once it is proven to be Stripe's and to fit (SECURITY SEC53, REL07)."""

from datetime import datetime

from chalicelib.billing.actions.alerts import NOTICE, alert, alert_of_stranger
from chalicelib.billing.actions.apply_payment import settle
from chalicelib.billing.actions.find import get_by_number
from chalicelib.billing.actions.refunds import REFUSED
from chalicelib.billing.model import Invoice, Payment
from chalicelib.billing.rules.payment_events import fault, told
from chalicelib.billing.storage import event_key, once
from chalicelib.cloud.logs import log
from chalicelib.cloud.payments import Notice, Payments, Told, Untrusted
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.services import Services


def receive(services: Services, body: bytes, signature: str, now: datetime) -> bool:
    """Take what came to the webhook's address; return whether it was Stripe's and fitted."""
    payments = services.payments
    if payments is None:
        return False
    try:
        notice = payments.read(body, signature, now)
    except Untrusted as distrust:
        alert_of_stranger(services, str(distrust), now)
        return False
    return notice is None or take(services, payments, notice, now)


@retry_on_conflict
def take(services: Services, payments: Payments, notice: Notice, now: datetime) -> bool:
    """Do what follows from a notice, once however often it comes; return whether it fits what we know."""
    if services.table.get(event_key(notice.id)):
        return True
    kept_until = now + services.portal.policies.billing.events_kept
    change = Change(services.ids.new())
    found = _found(services, payments, notice)
    wrong = fault(notice, *found, services.fees.currency) if found else "unknown"
    if found is None and notice.payment is None:
        return True  # of something else that the body sells by the same account
    once(change, notice.id, kept_until, told=notice.told, payment=notice.payment, fault=wrong)
    if wrong or found is None:
        alert(change, f"{NOTICE}{wrong}", notice.id, now, found[0] if found else None)
    else:
        _follow(services, change, notice, *found, now)
    services.table.commit(change)
    log.info("payment told", told=notice.told, payment=notice.payment, fault=wrong)
    return wrong is None


def _follow(
    services: Services, change: Change, notice: Notice, invoice: Invoice, payment: Payment, now: datetime
) -> None:
    """Add to the change what follows; of a refund that came back, finance alone can do something."""
    if notice.told is Told.REFUND_FAILED:
        alert(change, REFUSED, payment.id, now, invoice)
    else:
        settle(services, change, invoice, payment, told(payment, notice, now), now)


def _found(services: Services, payments: Payments, notice: Notice) -> tuple[Invoice, Payment] | None:
    """Return what the notice is about; a dispute names nothing of ours, so Stripe is asked."""
    names = (notice.invoice, notice.payment)
    if notice.payment is None and notice.reference:
        names = payments.whose(notice.reference) or names
    try:
        bill = get_by_number(services, names[0] or "")
    except NotFound:
        return None
    payment = next((each for each in bill.payments if each.id == names[1]), None)
    return (bill.invoice, payment) if payment else None
