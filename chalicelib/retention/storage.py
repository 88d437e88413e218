"""How watches lie in the table: in the partition of the person, one for each thing, in the index until it is over."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Compare, Item, Key, RowKind
from chalicelib.retention.model import Watch

PREFIX = "WATCH#"
UNDELIVERED = "undelivered"  # the queue of those of whom staff have to know that a notice did not arrive


def watch_key(account: str, about: str) -> Key:
    return Key(partition(account), PREFIX + about)


def watch_of(item: Item | None) -> Watch | None:
    return Watch.from_item(item) if item else None


def put_watch(change: Change, watch: Watch) -> None:
    """Write a watch over the one that was read, if nobody else did."""
    change.put(_item(watch.replace(command=change.idempotency_token)), Compare("command", "=", watch.command))


def set_watch(change: Change, watch: Watch) -> None:
    """Write a watch over whatever there was."""
    change.put(_item(watch), None)


def delete_watch(change: Change, watch: Watch) -> None:
    change.delete(watch_key(watch.account, watch.about), Compare("command", "=", watch.command))


def notice_key(watch: Watch, number: int, since: datetime) -> Key:
    """Return the effect's own key: this notice, of this absence, goes out once (SECURITY REL01)."""
    return Key(partition(watch.account), f"NOTICE#{watch.about}#{watch.kind}#{number}#{to_iso(since)}")


def _item(watch: Watch) -> Item:
    item = {**watch_key(watch.account, watch.about)._asdict(), **watch.model_dump(mode="json", exclude_none=True)}
    if watch.undelivered_at:
        item |= {"queue": UNDELIVERED, "queue_at": to_iso(watch.undelivered_at)}
    return item | {"due_kind": watch.kind, "due_at": to_iso(watch.look_at)}


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "WATCH#<about...>",
        "When a job reviews whether the time of another row is over, and which notices were sent.",
        Watch,
        (
            put_watch,
            set_watch,
        ),
        watch_of,
        due=("<kind>",),
        queue=UNDELIVERED,
    ),
)
