"""What staff ask of the person during the review, and the answers (REQUIREMENTS F8)."""

from datetime import datetime

from chalicelib.applications.model import Application, Question


def asked_too(application: Application, question: Question) -> Application:
    return application.but(questions=(*application.questions, question))


def answered(application: Application, question: str, text: str, now: datetime) -> Application:
    """Return it with the answer to the question of this id."""
    questions = tuple(
        each.but(answer=text, answered_at=now) if each.id == question else each for each in application.questions
    )
    return application.but(questions=questions)
