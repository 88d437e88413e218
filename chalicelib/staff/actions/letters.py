"""What is written to staff."""

from datetime import datetime
from typing import Any

from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import owe_letter
from chalicelib.services import Services
from chalicelib.staff.model import Staff


def owe(services: Services, change: Change, template: str, staff: Staff, now: datetime, **more: Any) -> None:
    """Owe a letter to someone's address, in their language; `more` may hold the letter's `data` and `proof`."""
    owe_letter(services, change, template, staff.email, staff.language, now, **more)
