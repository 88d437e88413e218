"""Throttling of accounts: budgets, and attempts to prove a password (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from chalicelib.accounts.actions.emails import enqueue_account_locked, enqueue_dummy_write
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.model import Account, Activation
from chalicelib.accounts.visitor import Visitor
from chalicelib.canonical import canonical_email
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import MOST_WRITES, Compare, Conflict, Item, Key, key_of
from chalicelib.errors import TooMany
from chalicelib.limits import actions as limits
from chalicelib.limits.actions import is_shared_spent, is_spent, try_spend
from chalicelib.limits.model import Budget, SharedBudget, current, shared
from chalicelib.portal.spans import Limit
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

_WHO = Purpose("budget")
Holder = Callable[[Sequence[Item | None]], str | None]


def requests(services: Services, address: str, now: datetime) -> Budget:
    """Sign-ups, resends and recoveries from one network address."""
    limit = services.portal.policies.limits.requests
    return current("requests", services.keyring.pseudonym(_WHO, address), limit, now)


def mails(services: Services, email: str, now: datetime) -> Budget:
    """Mails that anyone may cause to one mailbox, account or not."""
    who = services.keyring.pseudonym(_WHO, canonical_email(email) or email)
    return current("mails", who, services.portal.policies.limits.mails, now)


def mails_again(services: Services, account: str, now: datetime) -> Budget:
    """Mails that someone who is signed in asks for once more."""
    who = services.keyring.pseudonym(_WHO, account)
    return current("mails-again", who, services.portal.policies.limits.mails_again, now)


def codes(services: Services, waiting: Activation | None, email: str, now: datetime) -> Budget:
    """Tries of one code; an address that waits for none has tries too, so that nothing tells them apart."""
    policy = services.portal.policies.activation
    limit = Limit(count=policy.code_tries, per=policy.lifetime)
    if waiting is None:
        return current("codes", services.keyring.pseudonym(_WHO, canonical_email(email) or email), limit, now)
    return Budget("codes", services.keyring.pseudonym(_WHO, waiting.nonce), limit, waiting.sent_at)


def read(services: Services, keys: Sequence[Key], visitor: Visitor, holder: Holder, now: datetime) -> list[Item | None]:
    """Return what a sign-in reads, or raise TooMany: the network has failed too often, in its own share of a flood.

    `holder` says from the rows whose sign-in it is. A browser that is known there is let through: it has attempts of
    its own, which no stranger uses up.
    """
    budget = _failures(services, visitor.address, now)
    own, everyones, *items = services.table.get_many([budget.own.key, budget.everyones.key, *keys])
    if is_shared_spent(budget, own, everyones) and not (visitor.device and holder(items) in visitor.device.accounts):
        log.warning("failure budget spent", overall=is_spent(budget.everyones, everyones))
        raise TooMany(int((budget.own.filled_at - now).total_seconds()))
    return items


def spend_failure(services: Services, address: str, now: datetime) -> None:
    """Count a failed sign-in against the network address and the whole portal."""
    budget = _failures(services, address, now)
    try_spend(services, budget.own)
    try_spend(services, budget.everyones)


def _failures(services: Services, address: str, now: datetime) -> SharedBudget:
    limits = services.portal.policies.limits
    who = services.keyring.pseudonym(_WHO, address)
    return shared("sign-in-failures", who, limits.sign_in_failures, limits.sign_in_failures_overall, now)


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
    spend_failure(services, visitor.address, now)
    if not limits.was_last(services, row, people):
        return
    work = UnitOfWork(services, now)
    tell(work)
    if not work.writes:
        enqueue_dummy_write(work)
    work.commit()
