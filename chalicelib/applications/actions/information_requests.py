"""Information that staff asked for: the answer of the person, and reminders before it is due (REQUIREMENTS F8)."""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.activities.model import write_activity
from chalicelib.applications.actions.drafts import DRAFTS
from chalicelib.applications.actions.emails import enqueue_question_reminder
from chalicelib.applications.actions.find import reload
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.errors import NotNow
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.applications.rules.questions import answered, next_reminder, reminded, to_remind
from chalicelib.applications.storage import application_key, application_name, parse_application, put_application
from chalicelib.cloud.table import Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.errors import NotFound
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.schedule import cancel_review, end_review, schedule_next, schedule_review
from chalicelib.retention.model import ScheduledReview
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def reply(services: Services, person: Person, number: str, question: str, text: str, now: datetime) -> None:
    """Answer the question; with the last one that is open, the file goes back to staff. Raise NotFound or NotNow."""
    found = reload(services, person, number)
    if question not in {each.id for each in found.questions}:
        raise NotFound
    if question not in {each.id for each in found.open_questions} or found.state is not ApplicationState.WAITING:
        raise NotNow
    replied = answered(found, question, text, now)
    work = UnitOfWork(services, now)
    if not replied.open_questions:
        count_leaving(work, found)
        replied = moved(replied, ApplicationState.IN_REVIEW, found.account, now)
    put_application(work, replied)
    write_activity(work, found.account, "question-answered", application_name(number))
    work.commit()


QUESTIONS = "questions"  # kind of due work


def schedule_question_review(work: UnitOfWork, file: Application) -> None:
    """Schedule the reminder of the questions in a file, in the change that asks one; the review as a draft ends."""
    at = next_reminder(file, work.services.portal.policies.review, work.services.portal.zone)
    if at:
        about = application_name(file.number)
        end_review(work, file.account, about, DRAFTS)
        schedule_review(work, file.account, about, QUESTIONS, at)


def remind(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Send the reminders that are due; return how many people get one."""

    def review_one(key: Key) -> bool:
        review = find_due(services, key, QUESTIONS, now)
        return _review(services, review, now) if review else False

    return work_through(services.table, QUESTIONS, now, review_one, left)


def _review(services: Services, review: ScheduledReview, now: datetime) -> bool:
    number = review.about.removeprefix(application_name(""))
    file = parse_application(services.table.get(application_key(review.account, number)))
    if file is None or file.state is not ApplicationState.WAITING:
        return cancel_review(services, review)
    policy, zone = services.portal.policies.review, services.portal.zone
    work = UnitOfWork(services, now)
    after = reminded(file, policy, now, zone)
    put_application(work, after)
    due = to_remind(file, policy, now, zone)
    if due:
        enqueue_question_reminder(work, file, min(each.answer_by for each in due))
    schedule_next(work, review, next_reminder(after, policy, zone))
    work.commit()
    return bool(due)
