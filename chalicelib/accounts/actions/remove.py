"""Deletes what is left of removed accounts (REQUIREMENTS E1): page by page, the review last.

Where a run is cut short, the review is still due, and the next run goes on. Rows that the law wants kept stay.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.accounts.actions.retention import REMOVALS
from chalicelib.cloud.table import MOST_WRITES, Change, Key, key_of
from chalicelib.due import Left, unlimited, work_through
from chalicelib.retention.actions.find import find_due, list_reviews
from chalicelib.retention.actions.schedule import cancel_review
from chalicelib.services import Services


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
