"""What staff look at: a file with all that belongs to it, or what is behind a number (REQUIREMENTS W2, W6)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.activities.model import Activity
from chalicelib.applications.actions import third_parties
from chalicelib.applications.actions.find import slots_of, trail_of
from chalicelib.applications.actions.handling import find_file
from chalicelib.applications.actions.notes import notes_of
from chalicelib.applications.actions.review import open_file
from chalicelib.applications.model import Application, Note
from chalicelib.applications.rules.completeness import Slot
from chalicelib.errors import Invalid, NotFound
from chalicelib.phrase import phrase
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.model import Staff
from chalicelib.staff.permissions import Permission, permissions_of
from chalicelib.urls import path_for


class SeenFile(NamedTuple):
    """A file with all that belongs to it. `names` are the addresses of the staff who had to do with it, by id."""

    file: Application
    email: str | None
    slots: list[Slot]
    notes: list[Note]
    trail: list[Activity]
    names: Mapping[str, str]


def view_file(services: Services, number: str, by: str, most: int, now: datetime) -> SeenFile:
    """Open the file, which is written down, and return it with at most as many entries of its trail.

    Raise NotFound or NotNow.
    """
    file = open_file(services, number, Permission.APPLICATION_VIEW, by, now)
    notes, trail = notes_of(services, file), trail_of(services, file, most)
    account = accounts.by_id(services, file.account)
    names = find.names(services, _doers(file, notes, trail))
    return SeenFile(file, account.email if account else None, slots_of(services, file, now), notes, trail, names)


def find_path(services: Services, number: str, now: datetime) -> str:
    """Return where staff see what they may see of this number: a file, or what is expected for a draft."""
    with suppress(NotFound):
        find_file(services, number, Permission.APPLICATION_VIEW)
        return path_for("files.page", number=number)
    with suppress(NotFound):
        third_parties.find_expecting(services, number, now)
        return path_for("third_parties.list", number=number)
    raise Invalid({"number": phrase("No file has this number.")})


def reviewers(services: Services) -> list[Staff]:
    """Return who of the staff can work on files, by address."""
    return [staff for staff in find.everyone(services) if _works_on_files(staff)]


def reviewer(services: Services, staff: str) -> Staff:
    """Return one of those; raise Invalid."""
    found = find.by_id(services, staff)
    if found is None or not _works_on_files(found):
        raise Invalid({"assignee": phrase("This person does not work on files.")})
    return found


def _works_on_files(staff: Staff) -> bool:
    return staff.is_active and Permission.APPLICATION_TAKE in permissions_of(staff.roles)


def _doers(file: Application, notes: list[Note], trail: list[Activity]) -> Iterator[str]:
    """Yield the ids of the staff who had to do with the file, some of them more than once."""
    yield from (id_ for id_ in (file.assignee, file.proposal and file.proposal.by) if id_)
    done_by = (*(step.by for step in file.steps), *(note.by for note in notes), *(entry.by for entry in trail))
    yield from (by for by in done_by if by != file.account)
