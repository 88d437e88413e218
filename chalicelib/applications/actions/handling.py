"""How staff come to a file and change it: state, email and the file's trail in one transaction (REQUIREMENTS W6).

In which states a permission applies is checked on the very version which the change replaces.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import Activity, partition, write_entry
from chalicelib.applications.actions.find import get_by_number
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import NEXT, STAFF_MAY, moved, relation
from chalicelib.applications.storage import application_name, put_application
from chalicelib.errors import NotFound
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


class Outcome(NamedTuple):
    """The file as it is afterwards, and the kind of the activity that tells of it."""

    file: Application
    kind: str


FileStep = Callable[[Application, UnitOfWork], Outcome | None]  # None: there is nothing to be done (any more)


def find_file(services: Services, number: str, permission: Permission) -> Application:
    """Return the file; raise NotFound, or NotNow where its state does not allow what the permission is for.

    A draft is the person's own business: it is absent, unless the permission is for drafts too.
    """
    found, states = get_by_number(services, number), STAFF_MAY[permission]
    if found is None or not (found.submitted_at or found.state in states & {ApplicationState.DRAFT}):
        raise NotFound
    if found.state not in states:
        raise NotNow
    return found


@retry_on_conflict
def handle(
    services: Services, number: str, permission: Permission, by: str, step: FileStep, now: datetime
) -> Application:
    """Do one step with the file and return it as it is then. Raise as `find_file` does, and what the step raises."""
    found = find_file(services, number, permission)
    work = UnitOfWork(services, now, by)
    outcome = step(found, work)
    if outcome is None:
        return found
    if outcome.file.state is not found.state:
        count_leaving(work, found)
    put_application(work, outcome.file)
    trace(work, found, outcome.kind)
    work.commit()
    return outcome.file


def trace(work: UnitOfWork, file: Application, kind: str) -> None:
    """Write, in the change, what is done into the trail of the person's file, and by what right (SECURITY SEC40)."""
    about, by = application_name(file.number), work.by or file.account
    entry = Activity(kind=kind, at=work.now, by=by, about=about, standing=relation(file, by))
    write_entry(work, partition(file.account), entry)


def move(found: Application, state: ApplicationState, by: str, now: datetime, reason: str | None = None) -> Application:
    """Return the file in the state; raise NotNow where none leads there."""
    if state not in NEXT[found.state]:
        raise NotNow
    return moved(found, state, by, now, reason)
