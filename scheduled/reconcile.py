"""Does what is due in billing: shows invoices, asks about payments, gives money back, tells others of what is paid."""

from datetime import datetime

from chalicelib.billing.actions.invoice_paid import notify_all
from chalicelib.billing.actions.reconcile import work
from chalicelib.cloud.logs import log
from chalicelib.due import Left, unlimited
from chalicelib.services import Services
from chalicelib.wiring import invoice_paid_subscribers


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    """Tell first, which needs no Stripe: then a Stripe that hangs holds up nobody who has paid."""
    told = notify_all(services, invoice_paid_subscribers(), now, left)
    log.info("reconciled", notified=told, due=work(services, now, left))
