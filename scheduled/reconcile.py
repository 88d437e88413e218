"""Does the work that is due in billing: invoices, questions about payments, refunds, notifications of what is paid."""

from datetime import datetime

from chalicelib.billing.actions.invoice_paid import notify_all
from chalicelib.billing.actions.reconcile import work
from chalicelib.cloud.logs import log
from chalicelib.due import Left, unlimited
from chalicelib.services import Services
from chalicelib.wiring import invoice_paid_subscribers


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    """Notify first, which needs no Stripe: a Stripe that hangs then holds up nobody who has paid."""
    notified = notify_all(services, invoice_paid_subscribers(), now, left)
    log.info("reconciled", notified=notified, due=work(services, now, left))
