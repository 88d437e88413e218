"""Counting attempts to prove a password, before they are judged (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.accounts.actions import budgets
from chalicelib.accounts.actions.letters import owe, owe_nothing
from chalicelib.accounts.model import Account
from chalicelib.accounts.problems import SignInRefused
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.limits import actions as limits
from chalicelib.services import Services


def attempts_key(account: str, visitor: Visitor | None = None) -> Key:
    """Return where attempts are counted: by account, or apart for a browser that has signed in to it before."""
    device = visitor.device if visitor else None
    return limits.attempts_key(account, device.id if device and account in device.accounts else "")


def forget_attempts(services: Services, change: Change, account: str) -> None:
    """Let the account be tried anew from anywhere."""
    for item in services.table.query(attempts_key(account).pk):
        change.delete(Key(item["pk"], item["sk"]))


def reserve(services: Services, key: Key, now: datetime, people: int = 1) -> Item:
    """Count an attempt and return the row; raise SignInRefused where none is left."""
    row = limits.reserve_attempt(services, key, now, people)
    if row is None:
        raise SignInRefused(services.portal)
    return row


def fail(services: Services, row: Item, account: Account | None, visitor: Visitor, now: datetime) -> None:
    """Count a failure, and tell the owner by mail when it was the one that locks."""

    def tell(change: Change) -> None:
        if account:
            owe(services, change, "account-locked", account, now)

    count_failure(services, row, tell, visitor, now, account.people if account else 1)


def count_failure(
    services: Services, row: Item, tell: Callable[[Change], None], visitor: Visitor, now: datetime, people: int = 1
) -> None:
    """Count a failure against the address too; when it was the one that locks, let `tell` owe a letter, or nothing."""
    budgets.spend_failure(services, visitor.address, now)
    if not limits.was_last(services, row, people):
        return
    change = Change(services.ids.new())
    tell(change)
    if not change.writes:
        owe_nothing(services, change, now)
    services.table.commit(change)
