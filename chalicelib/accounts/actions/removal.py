"""Deletes accounts that were never activated, and what is left of those that ended (REQUIREMENTS A4, E1).

Where a run is cut short, the review is still due, and the next run goes on. Rows that the law wants kept stay.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.accounts.actions.find import identifier_keys, keys_of
from chalicelib.accounts.actions.retention import REMOVALS
from chalicelib.accounts.model import Account
from chalicelib.accounts.rules.activation import is_over
from chalicelib.accounts.storage import UNACTIVATED, free_identifier, held_by, parse_account
from chalicelib.activities.model import partition
from chalicelib.cloud.table import MOST_WRITES, Change, Key, key_of, unchanged
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox.delivery_events import forget_mailbox
from chalicelib.retention.actions.find import find_due, list_reviews
from chalicelib.retention.actions.schedule import cancel_review
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def remove_unactivated(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Remove every account that waited for its activation too long; return how many."""

    def remove(key: Key) -> bool:
        account = parse_account(services.table.get(key))  # the index only finds candidates
        if account is None or not is_over(account, now):
            return False
        _remove(services, key, account, now)
        return True

    return work_through(services.table, UNACTIVATED, now, remove, left)


def _remove(services: Services, key: Key, account: Account, now: datetime) -> None:
    """Remove all that the account left; raise Conflict where it was activated at this very moment.

    What somebody else has claimed since is theirs, with what is known of the address.
    """
    keys = keys_of(services, account)
    held = [at for at, item in zip(keys, services.table.get_many(keys), strict=True) if held_by(item, account.id)]
    work = UnitOfWork(services, now)
    work.delete(key, unchanged(account.version))
    for claimed in held:
        free_identifier(work, claimed, account.id)
    if set(held).intersection(identifier_keys(services, ["email"], account.email)):
        forget_mailbox(work, account.email)
    for item in services.table.query(partition(account.id), "ACTIVITY#"):
        work.delete(key_of(item))
    work.commit()


class RemovalHooks(NamedTuple):
    """What other capabilities add to a removal: hooks that delete elsewhere, and the prefixes of rows that stay."""

    on_account_removed: Sequence[Callable[[Services, str], None]]
    kept_prefixes: tuple[str, ...]


def remove_ended(services: Services, hooks: RemovalHooks, now: datetime, left: Left = unlimited) -> int:
    """Delete what is left of accounts that ended; return how many are gone."""

    def remove(key: Key) -> bool:
        review = find_due(services, key, REMOVALS, now)
        if review is None:
            return False
        for on_account_removed in hooks.on_account_removed:
            on_account_removed(services, review.account)
        for other in list_reviews(services, review.account):
            if (other.about, other.kind) != (review.about, review.kind):
                cancel_review(services, other)
        rows = services.table.query(key.pk)
        _delete(services, (at for at in map(key_of, rows) if at != key and not at.sk.startswith(hooks.kept_prefixes)))
        _delete(services, [key])
        return True

    return work_through(services.table, REMOVALS, now, remove, left)


def _delete(services: Services, keys: Iterable[Key]) -> None:
    left = iter(keys)
    while batch := list(islice(left, MOST_WRITES)):
        change = Change(services.ids.new())
        for key in batch:
            change.delete(key)
        services.table.commit(change)
