"""Does what is due in billing: shows invoices, asks about payments, gives money back, tells others of what is paid."""

from datetime import datetime

from chalicelib.billing.actions.paid import tell_all
from chalicelib.billing.actions.reconcile import work
from chalicelib.cloud.logs import log
from chalicelib.services import Services
from scheduled.paid import SUBSCRIBERS


def run(services: Services, now: datetime) -> None:
    log.info("reconciled", due=work(services, now), told=tell_all(services, SUBSCRIBERS, now))
