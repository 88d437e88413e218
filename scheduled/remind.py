"""Reminds people of what they are asked before it is due."""

from datetime import datetime

from chalicelib.applications.actions.information_requests import remind
from chalicelib.cloud.logs import log
from chalicelib.due import Left, unlimited
from chalicelib.services import Services


def run(services: Services, now: datetime, left: Left = unlimited) -> None:
    log.info("reminders sent", people=remind(services, now, left))
