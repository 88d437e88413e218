"""Counting attempts to prove a password, before they are judged (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import islice

from chalicelib.accounts.actions import budgets
from chalicelib.accounts.actions.emails import enqueue_account_locked, enqueue_dummy_write
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.model import Account
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import MOST_WRITES, Compare, Conflict, Item, Key, key_of
from chalicelib.limits import actions as limits
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def attempts_key(account: str, visitor: Visitor | None = None) -> Key:
    """Return where attempts are counted: by account, or apart for a browser that has signed in to it before."""
    device = visitor.device if visitor else None
    return limits.attempts_key(account, device.id if device and account in device.accounts else "")


def forget_attempts(work: UnitOfWork, account: str) -> None:
    """Let the account be tried anew from anywhere: from as many browsers as there is room for in the change."""
    for item in islice(work.services.table.query(attempts_key(account).pk), MOST_WRITES - len(work.writes)):
        work.delete(key_of(item))


def people_at(key: Key, account: Account | None) -> int:
    """Return how many try at this place: all who share the account, but one in a browser that is known."""
    return account.people if account and account.is_shared and key == attempts_key(account.id) else 1


def reserve(services: Services, key: Key, now: datetime, account: Account | None = None) -> Item:
    """Count an attempt and return the row; raise SignInRefused where none is left."""
    row = limits.reserve_attempt(services, key, now, people_at(key, account))
    if row is None:
        raise SignInRefused(services.portal)
    return row


def all_succeeded(row: Item, account: Account) -> bool:
    """Tell whether everyone has had an attempt: then a right password makes what was counted void."""
    return bool(row["attempts"] >= people_at(key_of(row), account))


def give_back(services: Services, row: Item) -> None:
    """Take a right password off the failures ever, where others have still to come: it was none."""
    with suppress(Conflict):
        services.table.update(key_of(row), {}, {"lifetime": -1}, Compare("lifetime", ">", 0))


def fail(services: Services, row: Item, account: Account | None, visitor: Visitor, now: datetime) -> None:
    """Count a failure, and tell the owner by mail when it was the one that locks."""

    def tell(work: UnitOfWork) -> None:
        if account:
            enqueue_account_locked(work, account)

    count_failure(services, row, tell, visitor, now, people_at(key_of(row), account))


def count_failure(
    services: Services, row: Item, tell: Callable[[UnitOfWork], None], visitor: Visitor, now: datetime, people: int = 1
) -> None:
    """Count a failure against the address too; when it was the one that locks, let `tell` enqueue an email, if any."""
    budgets.spend_failure(services, visitor.address, now)
    if not limits.was_last(services, row, people):
        return
    work = UnitOfWork(services, now)
    tell(work)
    if not work.writes:
        enqueue_dummy_write(work)
    work.commit()
