"""What staff ask of the person during the review, and the answers (REQUIREMENTS F8)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.applications.model import Application, InformationRequest
from chalicelib.portal.policies import ReviewPolicy


def asked_too(application: Application, question: InformationRequest) -> Application:
    return application.replace(questions=(*application.questions, question))


def answered(application: Application, question: str, text: str, now: datetime) -> Application:
    """Return it with the answer to the question of this id."""
    questions = tuple(
        each.replace(answer=text, answered_at=now) if each.id == question else each for each in application.questions
    )
    return application.replace(questions=questions)


def reminded(application: Application, policy: ReviewPolicy, now: datetime, zone: ZoneInfo) -> Application:
    """Return it as everyone was reminded until now; several reminders that were missed are one."""
    return application.replace(
        questions=tuple(each.replace(reminded=_past(each, policy, now, zone)) for each in application.questions)
    )


def to_remind(
    application: Application, policy: ReviewPolicy, now: datetime, zone: ZoneInfo
) -> list[InformationRequest]:
    """Return the questions of which the person is to be reminded: not when it is too late anyway."""
    waiting = (each for each in application.open_questions if now < each.answer_by)
    return [each for each in waiting if _past(each, policy, now, zone) > each.reminded]


def next_reminder(application: Application, policy: ReviewPolicy, zone: ZoneInfo) -> datetime | None:
    """Return when the person is to be reminded next, which may be already; None where never."""
    left = (at for each in application.open_questions for at in _moments(each, policy, zone)[each.reminded :])
    return min(left, default=None)


def _past(question: InformationRequest, policy: ReviewPolicy, now: datetime, zone: ZoneInfo) -> int:
    return sum(at <= now for at in _moments(question, policy, zone))


def _moments(question: InformationRequest, policy: ReviewPolicy, zone: ZoneInfo) -> list[datetime]:
    """Return when the person is reminded, the earliest first, in whatever order the policy has them."""
    moments = (ahead.before(question.answer_by, zone) for ahead in policy.reminders)
    return sorted(at for at in moments if at > question.asked_at)
