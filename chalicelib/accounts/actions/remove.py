"""Taking away what an account leaves whose end has come (REQUIREMENTS E1): page by page, its watch last.

Where that is cut short, the watch is still due, and the next run goes on. What the law wants kept stays.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.accounts.actions.retain import REMOVALS
from chalicelib.cloud.table import MOST_WRITES, Change, Key, key_of
from chalicelib.due import Left, unlimited, work_through
from chalicelib.retention.actions.find import find_due, list_watches
from chalicelib.retention.actions.look import forget
from chalicelib.services import Services


class Others(NamedTuple):
    """What the other rooms have to say: `take_away` what they keep elsewhere; `kept` begins what stays."""

    take_away: Sequence[Callable[[Services, str], None]]
    kept: tuple[str, ...]


def remove_ended(services: Services, others: Others, now: datetime, left: Left = unlimited) -> int:
    """Take away what is left of accounts that ended; return how many are gone."""

    def remove(key: Key) -> bool:
        watch = find_due(services, key, REMOVALS, now)
        if watch is None:
            return False
        for take_away in others.take_away:
            take_away(services, watch.account)
        for other in list_watches(services, watch.account):
            if other.about != watch.about:
                forget(services, other)
        rows = services.table.query(key.pk)
        _delete(services, (at for at in map(key_of, rows) if at != key and not at.sk.startswith(others.kept)))
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
