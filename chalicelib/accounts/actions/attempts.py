"""Counting attempts to prove a password, before they are judged (REQUIREMENTS S2; SECURITY SEC05-SEC08)."""

from datetime import datetime

from chalicelib.accounts.actions import budgets
from chalicelib.accounts.actions.letters import owe, owe_nothing
from chalicelib.accounts.model import Account
from chalicelib.accounts.problems import SignInRefused
from chalicelib.accounts.rules import lockout
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.clock import stamp
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Conflict, Item, Key
from chalicelib.limits.actions import try_spend
from chalicelib.services import Services
from chalicelib.settled import until_settled


def attempts_key(account: str, visitor: Visitor | None = None) -> Key:
    """Return where attempts are counted: by account, or apart for a browser that has signed in to it before.

    `account` is an id, or the pseudonym of an identifier that nobody has: those lock alike.
    """
    device = visitor.device if visitor else None
    apart = f"#{device.id}" if device and account in device.accounts else ""
    return Key(f"ATTEMPTS#{account}{apart}", "ATTEMPTS")


@until_settled
def reserve(services: Services, key: Key, now: datetime) -> Item:
    """Count an attempt and return the row; raise SignInRefused where none is left, however many come at once."""
    policy = services.portal.policies.lockout
    values = {"opens_at": stamp(now + policy.duration), "ttl": int((now + policy.remembered).timestamp())}
    try:
        anew = lockout.begins_anew(policy, now)
        return services.table.update(key, {**values, "attempts": 1}, {"lifetime": 1}, anew)
    except Conflict as conflict:
        if lockout.is_shut(conflict.current, policy, now):
            log.info("locked", attempts=key.pk)
            raise SignInRefused(services.portal) from None
    more = lockout.has_a_try_left(policy, now)  # unless someone succeeds, or uses it up, at this very moment
    return services.table.update(key, values, {"attempts": 1, "lifetime": 1}, more)


def fail(services: Services, row: Item, account: Account | None, visitor: Visitor, now: datetime) -> None:
    """Count a failure against the address too, and tell the owner by mail when it was the one that locks."""
    for budget in budgets.failures(services, visitor.address, now):
        try_spend(services, budget)
    if not lockout.is_last(row, services.portal.policies.lockout):
        return
    change = Change(services.ids.new())
    if account:
        owe(services, change, "account-locked", account, now)
    else:
        owe_nothing(services, change, now)
    services.table.commit(change)
