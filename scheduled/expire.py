"""Ends what has come to its end: sign-ups that were never activated, uploads that never came, files that are over."""

from datetime import datetime

from chalicelib.accounts.actions.expire import remove_unactivated
from chalicelib.cloud.logs import log
from chalicelib.documents.actions.tidy import tidy
from chalicelib.services import Services


def run(services: Services, now: datetime) -> None:
    log.info("expired", unactivated=remove_unactivated(services, now), documents=tidy(services, now))
