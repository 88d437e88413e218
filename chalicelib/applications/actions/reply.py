"""Answering what staff ask during the review (REQUIREMENTS F8)."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.find import reload
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import ApplicationState
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.applications.rules.questions import answered
from chalicelib.applications.storage import application_name, put_application
from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.services import Services


@retry_on_conflict
def reply(services: Services, person: Person, number: str, question: str, text: str, now: datetime) -> None:
    """Answer the question; with the last one that is open, the file goes back to staff. Raise Absent or NotNow."""
    found = reload(services, person, number)
    if question not in {each.id for each in found.questions}:
        raise NotFound
    if question not in {each.id for each in found.open_questions} or found.state is not ApplicationState.WAITING:
        raise NotNow
    replied = answered(found, question, text, now)
    change = Change(services.ids.new())
    if not replied.open_questions:
        count_leaving(services, change, found, now)
        replied = moved(replied, ApplicationState.IN_REVIEW, found.account, now)
    put_application(change, replied)
    write_activity(change, found.account, "question-answered", now, about=application_name(number))
    services.table.commit(change)
