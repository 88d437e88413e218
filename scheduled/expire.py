"""Ends what has come to its end: sign-ups that were never activated."""

from datetime import datetime

from chalicelib.accounts.actions.expire import remove_unactivated
from chalicelib.cloud.logs import log
from chalicelib.services import Services


def run(services: Services, now: datetime) -> None:
    log.info("expired", unactivated=remove_unactivated(services, now))
