"""What happened to an account, as its owner and staff read it."""

from datetime import datetime
from typing import Any

from chalicelib.cloud.clock import stamp
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.record import Record


class Activity(Record):
    """One entry. `kind` is a word such as `signed-in`; the words that people read are the page's."""

    kind: str
    at: datetime
    by: str  # the account's id, or whose doing it was


def write_activity(change: Change, account: str, kind: str, now: datetime, by: str | None = None) -> None:
    """Add the entry to the change: it is written with what it tells, or not at all."""
    key = Key(partition(account), f"ACTIVITY#{stamp(now)}#{change.command}")
    change.once(key, **Activity(kind=kind, at=now, by=by or account).model_dump(mode="json"))


def partition(account: str) -> str:
    return f"ACCOUNT#{account}"


def activity_of(item: Item) -> Activity:
    fields: dict[str, Any] = {name: item[name] for name in Activity.model_fields}
    return Activity.model_validate(fields)
