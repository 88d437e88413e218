"""What staff do with a file (REQUIREMENTS W2, F8). All raise NotFound, or NotNow in a state that forbids it."""

from datetime import datetime

from chalicelib.applications.actions.emails import enqueue_information_asked
from chalicelib.applications.actions.handling import Outcome, find_file, handle, move, trace
from chalicelib.applications.actions.information_requests import schedule_question_review
from chalicelib.applications.model import Application, ApplicationState, InformationRequest
from chalicelib.applications.rules.questions import asked_too
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork


def open_file(services: Services, number: str, permission: Permission, by: str, now: datetime) -> Application:
    """Return the file; that it was looked at is written down (REQUIREMENTS W6)."""
    found = find_file(services, number, permission)
    work = UnitOfWork(services, now, by)
    trace(work, found, "file-viewed")
    work.commit()
    return found


def take(services: Services, number: str, by: str, now: datetime) -> None:
    """Take the file in hand: a new one is in review from then on."""

    def taken(found: Application, _: UnitOfWork) -> Outcome | None:
        assigned = found.replace(assignee=by)
        if found.state is ApplicationState.SUBMITTED:
            return Outcome(move(assigned, ApplicationState.IN_REVIEW, by, now), "file-taken")
        return None if found.assignee == by else Outcome(assigned, "file-taken")

    handle(services, number, Permission.APPLICATION_TAKE, by, taken, now)


def assign(services: Services, number: str, assignee: str | None, by: str, now: datetime) -> None:
    """Give the file to a member of staff, or to nobody."""

    def assigned(found: Application, _: UnitOfWork) -> Outcome | None:
        return None if found.assignee == assignee else Outcome(found.replace(assignee=assignee), "file-assigned")

    handle(services, number, Permission.APPLICATION_ASSIGN, by, assigned, now)


def ask(services: Services, number: str, text: str, by: str, now: datetime) -> None:
    """Ask the person for something more, by mail and in the portal; the file waits for the answer.

    The same question twice, while it is open, is one question.
    """
    answer_by = services.portal.policies.review.answer_within.after(now, services.portal.zone)

    def asked(found: Application, work: UnitOfWork) -> Outcome | None:
        if text in {question.text for question in found.open_questions}:
            return None
        question = InformationRequest(id=services.ids.new(), text=text, asked_at=now, answer_by=answer_by)
        more = asked_too(found, question)
        waiting = more if found.state is ApplicationState.WAITING else move(more, ApplicationState.WAITING, by, now)
        enqueue_information_asked(work, found)
        schedule_question_review(work, waiting)
        return Outcome(waiting, "information-asked")

    handle(services, number, Permission.APPLICATION_ASK, by, asked, now)


def hold(services: Services, number: str, reason: str, by: str, now: datetime) -> None:
    """Put the file on hold; the person reads the reason."""

    def held(found: Application, _: UnitOfWork) -> Outcome:
        return Outcome(move(found, ApplicationState.ON_HOLD, by, now, reason), "file-on-hold")

    handle(services, number, Permission.APPLICATION_HOLD, by, held, now)


def resume(services: Services, number: str, by: str, now: datetime) -> None:
    """Go on with a file that was on hold, or that waits for an answer that is not needed any more."""

    def resumed(found: Application, _: UnitOfWork) -> Outcome:
        return Outcome(move(found, ApplicationState.IN_REVIEW, by, now), "file-resumed")

    handle(services, number, Permission.APPLICATION_RESUME, by, resumed, now)
