"""How staff come to a file and change it: state, email and the file's trail in one transaction (REQUIREMENTS W6).

The mandate says who, and in which states of the file; that is checked on the very version which the change replaces.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.activities.model import Activity, partition, write_entry
from chalicelib.applications.actions.find import anyones
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.items import application_name, put_application
from chalicelib.applications.model import Application, Mandate, State
from chalicelib.applications.problems import NotNow
from chalicelib.applications.rules.lifecycle import NEXT, moved, standing
from chalicelib.cloud.table import Change
from chalicelib.refusal import Absent
from chalicelib.services import Services
from chalicelib.settled import until_settled


class Outcome(NamedTuple):
    """The file as it is afterwards, and the kind of the activity that tells of it."""

    file: Application
    kind: str


Step = Callable[[Application, Change], Outcome | None]  # None: there is nothing to be done (any more)


def find_file(services: Services, number: str, mandate: Mandate) -> Application:
    """Return the file; raise Absent, or NotNow where the mandate does not reach into its state.

    A draft is nobody's business but the person's, unless the mandate names drafts.
    """
    found = anyones(services, number)
    if found is None or not (found.submitted_at or found.state in mandate.states & {State.DRAFT}):
        raise Absent
    if found.state not in mandate.states:
        raise NotNow
    return found


@until_settled
def handle(services: Services, number: str, mandate: Mandate, step: Step, now: datetime) -> Application:
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
    about, how = application_name(file.number), standing(file, mandate.by)
    entry = Activity(kind=kind, at=now, by=mandate.by, about=about, standing=how)
    write_entry(change, partition(file.account), entry)


def move(found: Application, state: State, mandate: Mandate, now: datetime, reason: str | None = None) -> Application:
    """Return the file in the state; raise NotNow where none leads there."""
    if state not in NEXT[found.state]:
        raise NotNow
    return moved(found, state, mandate.by, now, reason)
