"""What staff write down about a file for one another: with the file, but never shown to the person."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.applications.actions.handling import find_file, trace
from chalicelib.applications.items import add_note, note_of, notes_prefix
from chalicelib.applications.model import Application, Note
from chalicelib.cloud.table import Change
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission


def write_note(services: Services, number: str, text: str, by: str, now: datetime) -> None:
    """Add a note; raise Absent or NotNow."""
    found = find_file(services, number, Permission.APPLICATION_NOTE)
    change = Change(services.ids.new())
    add_note(change, found, Note(id=change.command, at=now, by=by, text=text))
    trace(change, found, "file-note", by, now)
    services.table.commit(change)


def notes_of(services: Services, application: Application) -> list[Note]:
    """Return the notes, the oldest first."""
    items = services.table.query(partition(application.account), notes_prefix(application.number))
    return [note_of(item) for item in items]
