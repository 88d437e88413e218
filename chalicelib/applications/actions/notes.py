"""What staff write down about a file for one another: with the file, but never shown to the person."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.applications.actions.handling import find_file, trace
from chalicelib.applications.model import Application, Note
from chalicelib.applications.storage import add_note, notes_prefix, parse_note
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork


def write_note(services: Services, number: str, text: str, by: str, now: datetime) -> None:
    """Add a note; raise NotFound or NotNow."""
    found = find_file(services, number, Permission.APPLICATION_NOTE)
    work = UnitOfWork(services, now, by)
    add_note(work, found, Note(id=work.idempotency_token, at=now, by=by, text=text))
    trace(work, found, "file-note")
    work.commit()


def notes_of(services: Services, application: Application) -> list[Note]:
    """Return the notes, the oldest first."""
    items = services.table.query(partition(application.account), notes_prefix(application.number))
    return [parse_note(item) for item in items]
