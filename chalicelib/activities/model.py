"""Activities: the audit trail of an account, as its owner and staff read it."""

from datetime import datetime

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Item, Key, RowKind
from chalicelib.record import Record
from chalicelib.unit_of_work import UnitOfWork

PREFIX = "ACTIVITY#"
SYSTEM = "time"  # the actor of scheduled jobs


class Activity(Record):
    """One entry. `kind` is a word such as `signed-in`; the words that people read are the page's."""

    kind: str
    at: datetime
    by: str  # the account's id, or whose doing it was
    about: str | None = None  # what of the account's it concerns: the sort key of that row
    standing: str | None = None  # how whoever did it stood to that, such as `assigned`


def write_activity(
    work: UnitOfWork, account: str, kind: str, about: str | None = None, *, by: str | None = None
) -> None:
    """Add the entry to the change: it is written with what it tells, or not at all."""
    write_entry(work, partition(account), Activity(kind=kind, at=work.now, by=by or work.by or account, about=about))


def write_entry(change: Change, place: str, entry: Activity) -> None:
    """Add the entry to the trail that lies in the partition `place`."""
    key = Key(place, f"{PREFIX}{to_iso(entry.at)}#{change.idempotency_token}")
    change.once(key, **entry.stored())


def partition(account: str) -> str:
    return f"ACCOUNT#{account}"


def parse_activity(item: Item) -> Activity:
    return Activity.from_item(item)


ROWS = (
    RowKind(
        "<owner...>",
        "ACTIVITY#<at>#<token>",
        "What happened to an account or a member of staff.",
        Activity,
        (write_entry,),
        parse_activity,
    ),
)
