"""What staff do with a file (REQUIREMENTS W2, F8). All raise Absent, or NotNow in a state in which it can't be done."""

from datetime import datetime

from chalicelib.applications.actions.emails import enqueue_information_asked
from chalicelib.applications.actions.handling import Outcome, find_file, handle, move, trace
from chalicelib.applications.actions.remind import watch_questions
from chalicelib.applications.model import Application, Mandate, Question, State
from chalicelib.applications.rules.questions import asked_too
from chalicelib.cloud.table import Change
from chalicelib.services import Services


def open_file(services: Services, number: str, mandate: Mandate, now: datetime) -> Application:
    """Return the file; that it was looked at is written down (REQUIREMENTS W6)."""
    found = find_file(services, number, mandate)
    change = Change(services.ids.new())
    trace(change, found, "file-viewed", mandate, now)
    services.table.commit(change)
    return found


def take(services: Services, number: str, mandate: Mandate, now: datetime) -> None:
    """Take the file in hand: a new one is in review from then on."""

    def taken(found: Application, _: Change) -> Outcome | None:
        mine = found.but(assignee=mandate.by)
        if found.state is State.SUBMITTED:
            return Outcome(move(mine, State.IN_REVIEW, mandate, now), "file-taken")
        return None if found.assignee == mandate.by else Outcome(mine, "file-taken")

    handle(services, number, mandate, taken, now)


def assign(services: Services, number: str, assignee: str | None, mandate: Mandate, now: datetime) -> None:
    """Give the file to a member of staff, or to nobody."""

    def assigned(found: Application, _: Change) -> Outcome | None:
        return None if found.assignee == assignee else Outcome(found.but(assignee=assignee), "file-assigned")

    handle(services, number, mandate, assigned, now)


def ask(services: Services, number: str, text: str, mandate: Mandate, now: datetime) -> None:
    """Ask the person for something more, by mail and in the portal; the file waits for the answer.

    The same question twice, while it is open, is one question.
    """
    answer_by = services.portal.policies.review.answer_within.after(now, services.portal.zone)

    def asked(found: Application, change: Change) -> Outcome | None:
        if text in {question.text for question in found.open_questions}:
            return None
        question = Question(id=services.ids.new(), text=text, asked_at=now, answer_by=answer_by)
        more = asked_too(found, question)
        waiting = more if found.state is State.WAITING else move(more, State.WAITING, mandate, now)
        enqueue_information_asked(services, change, found, now)
        watch_questions(services, change, waiting)
        return Outcome(waiting, "information-asked")

    handle(services, number, mandate, asked, now)


def hold(services: Services, number: str, reason: str, mandate: Mandate, now: datetime) -> None:
    """Put the file on hold; the person reads the reason."""

    def held(found: Application, _: Change) -> Outcome:
        return Outcome(move(found, State.ON_HOLD, mandate, now, reason), "file-on-hold")

    handle(services, number, mandate, held, now)


def resume(services: Services, number: str, mandate: Mandate, now: datetime) -> None:
    """Go on with a file that was on hold, or that waits for an answer that is not needed any more."""

    def resumed(found: Application, _: Change) -> Outcome:
        return Outcome(move(found, State.IN_REVIEW, mandate, now), "file-resumed")

    handle(services, number, mandate, resumed, now)
