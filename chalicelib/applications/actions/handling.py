"""How staff come to a file and change it: state, letter and the file's trail in one transaction (REQUIREMENTS W6).

The mandate says who, and in which states of the file; that is checked on the very version which the change replaces.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.activities.model import Activity, partition, write_entry
from chalicelib.applications.actions import letters
from chalicelib.applications.actions.find import get_by_number
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import Application, ApplicationState, Mandate
from chalicelib.applications.rules.lifecycle import NEXT, moved, relation
from chalicelib.applications.storage import application_name, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.services import Services


class Outcome(NamedTuple):
    """The file as it is afterwards, and the kind of the activity that tells of it."""

    file: Application
    kind: str


FileStep = Callable[[Application, Change], Outcome | None]  # None: there is nothing to be done (any more)


def find_file(services: Services, number: str, mandate: Mandate) -> Application:
    """Return the file; raise NotFound, or NotNow where the mandate does not reach into its state.

    A draft is nobody's business but the person's, unless the mandate names drafts.
    """
    found = get_by_number(services, number)
    if found is None or not (found.submitted_at or found.state in mandate.states & {ApplicationState.DRAFT}):
        raise NotFound
    if found.state not in mandate.states:
        raise NotNow
    return found


@retry_on_conflict
def handle(services: Services, number: str, mandate: Mandate, step: FileStep, now: datetime) -> Application:
    """Do one step with the file and return it as it is then. Raise as `find_file` does, and what the step raises."""
    found = find_file(services, number, mandate)
    change = Change(services.ids.new())
    outcome = step(found, change)
    if outcome is None:
        return found
    if outcome.file.state is not found.state:
        count_leaving(services, change, found, now)
    put_application(change, outcome.file)
    trace(change, found, outcome.kind, mandate, now)
    services.table.commit(change)
    return outcome.file


def trace(change: Change, file: Application, kind: str, mandate: Mandate, now: datetime) -> None:
    """Write, in the change, what is done into the trail of the person's file, and by what right (SECURITY SEC40)."""
    about, how = application_name(file.number), relation(file, mandate.by)
    entry = Activity(kind=kind, at=now, by=mandate.by, about=about, standing=how)
    write_entry(change, partition(file.account), entry)


def move(
    found: Application, state: ApplicationState, mandate: Mandate, now: datetime, reason: str | None = None
) -> Application:
    """Return the file in the state; raise NotNow where none leads there."""
    if state not in NEXT[found.state]:
        raise NotNow
    return moved(found, state, mandate.by, now, reason)


def owe(services: Services, change: Change, template: str, found: Application, now: datetime, **data: str) -> None:
    """Owe the applicant a letter; nobody is written to whose account is gone."""
    account = accounts.by_id(services, found.account)
    if account:
        letters.owe(services, change, template, account, found, now, data=data)
