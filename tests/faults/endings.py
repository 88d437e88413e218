"""What ended in a random schedule because of time, read from all that was ever written."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Item, Key
from chalicelib.retention.model import Notice
from chalicelib.retention.storage import parse_review
from tests.faults.schedule import Schedule


class End(NamedTuple):
    """Something ended: when by the clock of whoever ended it, after which use, and what was announced before.

    `write` is its place in all that was written.
    """

    key: Key
    write: int
    at: datetime
    used: datetime
    notices: tuple[Notice, ...]


def ends(schedule: Schedule) -> Iterator[End]:
    """Yield whatever ended because of time, from all that was written."""
    used: dict[Key, datetime] = {}
    told: dict[Key, tuple[Notice, ...]] = {}
    for index, (key, item) in enumerate(schedule.table.history):
        if item is None:
            continue
        told |= announced(key, item)
        at, use = _ended_at(schedule, key, item), item.get("last_active_at" if key.sk == "ACCOUNT" else "saved_at")
        if at:
            told_of = told.get(key, ())
            yield End(key, index, at, used[key], tuple(each for each in told_of if each.since == used[key]))
        elif use:
            used[key] = from_iso(use)


def announced(key: Key, item: Item) -> dict[Key, tuple[Notice, ...]]:
    review = parse_review(item) if key.sk.startswith("REVIEW#") else None
    return {Key(key.pk, review.about): review.notices} if review and review.kind != "removals" else {}


def _ended_at(schedule: Schedule, key: Key, item: Item) -> datetime | None:
    if key.sk == "ACCOUNT" and item["state"] == "closed":
        stone = schedule.table.items[Key(key.pk.replace("ACCOUNT#", "TOMBSTONE#"), "TOMBSTONE")]
        return from_iso(stone["removed_at"])
    is_over = key.sk.startswith("APPLICATION#") and item.get("state") == "expired"
    return from_iso(item["steps"][-1]["at"]) if is_over else None
