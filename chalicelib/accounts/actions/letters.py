"""What accounts write to people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.accounts.actions import find
from chalicelib.accounts.model import Account, Member
from chalicelib.cloud.table import Change, RowKind
from chalicelib.outbox.actions import owe_letter
from chalicelib.services import Services


def owe(
    services: Services,
    change: Change,
    template: str,
    account: Account,
    now: datetime,
    *,
    to: Member | None = None,
    **more: Any,
) -> str:
    """Owe a letter to the account's address, or to one of those who share it, in their language.

    `more` may hold the letter's `data` and `proof`.
    """
    whom, member = (to, to.id) if to else (account, None)
    more |= {"account": account.id, "member": member}
    return owe_letter(services, change, template, whom.email, whom.language, now, **more)


def everyone_of(services: Services, account: Account) -> Sequence[Member | None]:
    """Return whom a letter is for that concerns all who share the account; None is its own address."""
    return find.members(services, account) or (None,)


def owe_nothing(services: Services, change: Change, now: datetime) -> None:
    """Write a row that means nothing and that TTL collects: a letter to nobody costs what any does (SEC03)."""
    change.put({"pk": f"DUMMY#{services.ids.new()}", "sk": "DUMMY", "ttl": int(now.timestamp())})


ROWS = (
    RowKind(
        "DUMMY#<id>",
        "DUMMY",
        "Means nothing: makes an answer that sends no email cost the same.",
        None,
        (owe_nothing,),
        ttl="at once",
    ),
)
