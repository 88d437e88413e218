"""How applications lie in the table: with the person they belong to, and a row that finds the person by the number.

One that waits for staff is besides in a queue of its service, its state and whether anybody has it; each queue is
counted. One that somebody has is in their caseload.
"""

import re
from datetime import date, datetime

from chalicelib.activities.model import partition
from chalicelib.applications.model import Application, ApplicationState, Note
from chalicelib.applications.rules.lifecycle import STAFF_ACTS
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import NOT_EXISTS, Change, Condition, Item, Key, RowKind, unchanged
from chalicelib.tallies import count
from chalicelib.unit_of_work import UnitOfWork

PREFIX = "APPLICATION#"
FINAL = "registrations"  # kind of due work: what becomes final
QUEUE = "applications"  # what waits for staff: the name of the tally, and what the names of its queues begin with
FREE, TAKEN = "free", "taken"  # whether nobody has a file, or somebody
NUMBER = re.compile(r"[0-9]{9}")
PROCESSING_TIME = "PROCESSING_TIME#"  # how long files stayed in a state, by service; one row a day


def application_name(number: str) -> str:
    """Return the sort key of an application, with which those of its documents begin."""
    return PREFIX + number


def is_number(text: str) -> bool:
    """Tell whether it can be the number of an application; no key is made of anything else."""
    return NUMBER.fullmatch(text) is not None


def account_in(key: Key) -> str:
    """Return whose application is at the key."""
    return key.pk.removeprefix(partition(""))


def number_in(key: Key) -> str:
    """Return the number of the application at the key."""
    return key.sk.removeprefix(PREFIX)


def application_key(account: str, number: str) -> Key:
    return Key(partition(account), application_name(number))


def parse_application(item: Item | None) -> Application | None:
    return Application.from_item(item) if item else None


def is_application(item: Item) -> bool:
    """Tell whether it is an application, and not one of its documents or notes."""
    return "#" not in item["sk"].removeprefix(PREFIX)


def add_application(change: Change, application: Application) -> None:
    change.put(_item(application))
    change.put({**lookup_key(application.number)._asdict(), "account": application.account})


def drafts_key(account: str) -> Key:
    return Key(partition(account), "DRAFTS")


def drafts_named(item: Item | None) -> list[str]:
    """Return the numbers of the drafts that were open when the last one was begun, it among them."""
    return list(item["numbers"]) if item else []


def name_drafts(change: Change, account: str, item: Item | None, numbers: list[str]) -> None:
    """Write which drafts are open, on condition that nobody has begun another one since the row was read."""
    version = item["version"] if item else 0
    row = {**drafts_key(account)._asdict(), "numbers": numbers, "version": version + 1}
    change.put(row, unchanged(version) if item else NOT_EXISTS)


def put_application(work: UnitOfWork, application: Application) -> None:
    """Write an application that was read as it is here but for `version`, which the write counts up.

    In which queue it was and in whose caseload is in it, as it was written: so nothing is counted twice or forgotten.
    """
    waits = application.state in STAFF_ACTS and application.submitted_at is not None
    after = application.replace(
        version=application.version + 1,
        queue=queue_name(application) if waits else None,
        caseload=application.assignee if waits else None,
    )
    work.put(_item(after), still(application))
    if after.queue != application.queue:
        _count(work, application.queue, -1, application.number)
        _count(work, after.queue, 1, application.number)
    if after.caseload != application.caseload:
        _move(work, application, after)


def queue_name(application: Application) -> str:
    """Return the name of the queue in which it waits, if it waits."""
    return "#".join((QUEUE, application.service, application.state, TAKEN if application.assignee else FREE))


def _count(work: UnitOfWork, queue: str | None, by: int, number: str) -> None:
    """Count a file into its queue, or out of it; the parts of the tally are the services."""
    if queue:
        _, service, waits = queue.split("#", 2)
        count(work, QUEUE, service, {waits: by}, number)


def _move(work: UnitOfWork, before: Application, after: Application) -> None:
    """Move a file from one caseload to another, or from or to none."""
    if before.caseload:
        work.delete(Key(caseload_partition(before.caseload), caseload_place(before)))
    if after.caseload:
        key = Key(caseload_partition(after.caseload), caseload_place(after))
        work.put({**key._asdict(), "account": after.account}, None)


def caseload_partition(staff: str) -> str:
    return f"CASELOAD#{staff}"


def caseload_place(application: Application) -> str:
    """Return where it lies among the files of a caseload: by the time of its submission."""
    return f"{to_iso(submitted_at(application))}#{application.number}"


def submitted_at(application: Application) -> datetime:
    return application.submitted_at or application.created_at


def application_in_caseload(item: Item) -> Key:
    """Return where the application is that a row of a caseload stands for."""
    return application_key(item["account"], item["sk"].rpartition("#")[2])


def require_application(change: Change, application: Application) -> None:
    """Let the change fail if anybody wrote it since it was read."""
    change.require(application_key(application.account, application.number), still(application))


def still(application: Application) -> Condition:
    """Nobody wrote it since it was read."""
    return unchanged(application.version)


def lookup_key(number: str) -> Key:
    return Key(application_name(number), "LOOKUP")


def notes_prefix(number: str) -> str:
    return f"{application_name(number)}#NOTE#"


def add_note(change: Change, application: Application, note: Note) -> None:
    key = Key(partition(application.account), f"{notes_prefix(application.number)}{to_iso(note.at)}#{note.id}")
    change.put({**key._asdict(), **note.stored(nulls=True)})


def parse_note(item: Item) -> Note:
    return Note.from_item(item)


def processing_time_partition(service: str, state: ApplicationState) -> str:
    return f"{PROCESSING_TIME}{service}#{state}"


def count_processing_time(change: Change, application: Application, took: int, day: date, until: datetime) -> None:
    """Count one more file that left its state; `took` is the class of how long it was in it."""
    key = Key(processing_time_partition(application.service, application.state), f"DAY#{day.isoformat()}")
    change.update(key, {"ttl": int(until.timestamp())}, {f"took_{took}": 1})


def parse_counts(item: Item) -> dict[int, int]:
    """Return how many files took how long, from the row of a day."""
    return {int(name.removeprefix("took_")): count for name, count in item.items() if name.startswith("took_")}


def _item(application: Application) -> Item:
    key = application_key(application.account, application.number)
    item = {**key._asdict(), **application.stored()}
    if application.queue:
        item |= {"queue_at": to_iso(submitted_at(application))}
    if application.final_at and application.awaits_registration:
        item |= {"due_kind": FINAL, "due_at": to_iso(application.final_at)}
    return item


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "APPLICATION#<number>",
        "An application with its answers, from draft to decision.",
        Application,
        (add_application, put_application),
        parse_application,
        due=(FINAL,),
        queue=f"{QUEUE}#<service>#<state>#<hand>",
    ),
    RowKind(
        "ACCOUNT#<account>",
        "DRAFTS",
        "The numbers of a person's open drafts; two that are begun at once can't both be the last one.",
        None,
        (name_drafts,),
        drafts_named,
    ),
    RowKind(
        "CASELOAD#<staff>",
        "<at>#<number>",
        "An application that waits for the member of staff who has it.",
        None,
        (put_application,),
        application_in_caseload,
    ),
    RowKind(
        "APPLICATION#<number>",
        "LOOKUP",
        "The account that an application belongs to, found by its number.",
        None,
        (add_application,),
    ),
    RowKind(
        "ACCOUNT#<account>",
        "APPLICATION#<number>#NOTE#<at>#<note>",
        "A note of staff on an application.",
        Note,
        (add_note,),
        parse_note,
    ),
    RowKind(
        "PROCESSING_TIME#<service>#<state>",
        "DAY#<day>",
        "How many applications left a state on a day, by how long they were in it.",
        None,
        (count_processing_time,),
        parse_counts,
        ttl="when waiting times no longer count the day",
    ),
)
