"""What accounts write to people."""

from datetime import datetime
from typing import Any

from chalicelib.accounts.model import Account
from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import owe_letter
from chalicelib.services import Services


def owe(services: Services, change: Change, template: str, account: Account, now: datetime, **more: Any) -> str:
    """Owe a letter to the account's address, in its language; `more` may hold the letter's `data` and `proof`."""
    return owe_letter(services, change, template, account.email, account.language, now, **more)


def owe_nothing(services: Services, change: Change, now: datetime) -> None:
    """Write a row that means nothing and that TTL collects: a letter to nobody costs what any does (SEC03)."""
    change.put({"pk": f"NOTHING#{services.ids.new()}", "sk": "NOTHING", "ttl": int(now.timestamp())})
