"""Reminding people of what staff ask them, before it is due (REQUIREMENTS F8, E3)."""

from datetime import datetime

from chalicelib.applications.actions.emails import enqueue_question_reminder
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.questions import next_reminder, reminded, to_remind
from chalicelib.applications.storage import application_key, application_name, parse_application, put_application
from chalicelib.cloud.table import Change, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.retention.actions.find import find_due
from chalicelib.retention.actions.look import forget, watch_instead, watch_on
from chalicelib.retention.model import Watch
from chalicelib.services import Services

QUESTIONS = "questions"  # kind of due work


def watch_questions(services: Services, change: Change, file: Application) -> None:
    """Watch a file whose applicant is asked something, in the same change."""
    at = next_reminder(file, services.portal.policies.review, services.portal.zone)
    if at:
        watch_instead(services, change, file.account, application_name(file.number), QUESTIONS, at)


def remind(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Remind everyone who is to be reminded by now; return how many are."""

    def look_at(key: Key) -> bool:
        watch = find_due(services, key, QUESTIONS, now)
        return _look(services, watch, now) if watch else False

    return work_through(services.table, QUESTIONS, now, look_at, left)


def _look(services: Services, watch: Watch, now: datetime) -> bool:
    number = watch.about.removeprefix(application_name(""))
    file = parse_application(services.table.get(application_key(watch.account, number)))
    if file is None or file.state is not ApplicationState.WAITING:
        return forget(services, watch)
    policy, zone = services.portal.policies.review, services.portal.zone
    change = Change(services.ids.new())
    after = reminded(file, policy, now, zone)
    put_application(change, after)
    due = to_remind(file, policy, now, zone)
    if due:
        enqueue_question_reminder(services, change, file, min(each.answer_by for each in due), now)
    watch_on(change, watch, next_reminder(after, policy, zone))
    services.table.commit(change)
    return bool(due)
