"""Sends the emails that the stream missed, and those whose pause is over."""

from datetime import datetime

from chalicelib.cloud.logs import log
from chalicelib.due import Left, unlimited
from chalicelib.outbox.sender import sweep
from chalicelib.services import Services


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    log.info("outbox swept", emails=sweep(services, now, left))
