"""What happened to one of the staff, and whose doing it was (REQUIREMENTS W6)."""

from chalicelib.activities.model import PREFIX, Activity, parse_activity, write_entry
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.emails import enqueue_staff_administered
from chalicelib.staff.model import Staff, staff_partition
from chalicelib.unit_of_work import UnitOfWork

SHOWN = 20  # entries of someone's page
OPERATOR = "operator"  # whoever works the command line


def note(work: UnitOfWork, staff: str, kind: str) -> None:
    """Add the entry to the change: it is written with what it tells, or not at all."""
    write_entry(work, staff_partition(staff), Activity(kind=kind, at=work.now, by=work.by or staff))


def recent(services: Services, staff: str) -> list[Activity]:
    """Return what happened last, the newest first."""
    items = services.table.query(staff_partition(staff), PREFIX, newest_first=True, limit=SHOWN)
    return [parse_activity(item) for item in items]


def tell_administrators(work: UnitOfWork, about: Staff, what: str) -> None:
    """Add an email to each administrator but the doer and whom it is about: nobody lets people in unseen (SEC40)."""
    others = [each for each in find.administrators(work.services) if each.id not in (work.by, about.id)]
    by = find.names(work.services, [work.by or ""]).get(work.by or "", OPERATOR)
    for each in others:
        enqueue_staff_administered(work, each, about, what, by)
