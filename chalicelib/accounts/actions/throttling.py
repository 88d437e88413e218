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


def try_mail(services: Services, purpose: str, email: str, now: datetime) -> bool:
    """Count a mail that anyone may cause to a mailbox, account or not; return whether it may go out.

    Each purpose has a budget of its own: what strangers cause for one leaves the others to the owner.
    """
    return try_spend(services, _mails(services, purpose, email, services.portal.policies.limits.mails, now))


def try_reset_mail(services: Services, email: str, now: datetime) -> bool:
    """Count a mail with a link to a new password; return whether it may go out.

    Once the mailbox has had as many as of any purpose, one more goes out now and then: whatever strangers asked for
    before, the mailbox holds a link that works, or gets one (`limits.resets`).
    """
    resets = services.portal.policies.limits.resets
    now_and_then = _mails(services, "reset-now-and-then", email, resets, now)
    return try_mail(services, "reset", email, now) or try_spend(services, now_and_then)


def _mails(services: Services, purpose: str, email: str, limit: Limit, now: datetime) -> Budget:
    return current(f"mails-{purpose}", _mailbox(services, email), limit, now)


def mails_again(services: Services, account: str, now: datetime) -> Budget:
    """Mails that someone who is signed in asks for once more."""
    who = services.keyring.pseudonym(_WHO, account)
    return current("mails-again", who, services.portal.policies.limits.mails_again, now)


def try_code(services: Services, expected: Activation | None, email: str, now: datetime) -> bool:
    """Count a try of one code by anyone; return whether it had one left. Nobody is told: see `has_codes_left`."""
    if expected is None:
        return try_spend(services, current("codes", _mailbox(services, email), _tries(services), now))
    who = services.keyring.pseudonym(_WHO, expected.nonce)
    return try_spend(services, Budget("codes", who, _tries(services), expected.sent_at))


def has_codes_left(services: Services, email: str, visitor: Visitor, now: datetime) -> bool:
    """Tell whether a visitor has a wrong code left at an address, whatever the address is to us.

    What the visitor is told follows from what the visitor did, so it tells nothing of others (SECURITY SEC01). Of codes
    sent at the same instant a few more may be told to be wrong: what they may cost is counted by `try_code`.
    """
    budget = _codes_here(services, email, visitor, now)
    return not is_spent(budget, services.table.get(budget.key))


def count_wrong_code(services: Services, email: str, visitor: Visitor, now: datetime) -> None:
    """Count a wrong code of a visitor at an address."""
    try_spend(services, _codes_here(services, email, visitor, now))


def renew_tries(work: UnitOfWork, email: str, visitor: Visitor) -> None:
    """Let the visitor try anew at an address for which a new mail was asked for."""
    work.delete(_codes_here(work.services, email, visitor, work.now).key)


def _codes_here(services: Services, email: str, visitor: Visitor, now: datetime) -> Budget:
    who = services.keyring.pseudonym(_WHO, f"{canonical_email(email) or email} {visitor.address}")
    return current("codes-here", who, _tries(services), now)


def _tries(services: Services) -> Limit:
    policy = services.portal.policies.activation
    return Limit(count=policy.code_tries, per=policy.lifetime)


def _mailbox(services: Services, email: str) -> str:
    return services.keyring.pseudonym(_WHO, canonical_email(email) or email)


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


def reserve(services: Services, key: Key, visitor: Visitor, now: datetime, account: Account | None = None) -> Item:
    """Count an attempt and return the row; raise SignInRefused where none is left, which is a failure too.

    Were it none, how many more failures a network address has left would tell what is locked.
    """
    row = limits.reserve_attempt(services, key, now, people_at(key, account))
    if row is None:
        spend_failure(services, visitor.address, now)
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
