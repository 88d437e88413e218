"""Answers to the questions of any form, for tests that need them right."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from chalicelib.documents.model import Document
from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Question
from chalicelib.portal.text import Text
from tests.support.world import START

TODAY = START.date()
WORDS = Text(fr="x", en="x")
RED_OR_GREEN = ({"key": "red", "label": WORDS}, {"key": "green", "label": WORDS})
HOME = {"street": "12, rue de la Grève", "city": "Port-Clair", "province": "NL", "postal_code": "a1c6l9"}


def right_answers(page: FormPage, handed_in: Iterable[Document] = ()) -> dict[str, Any]:
    """Return an answer to every question of a page, also to those that these answers lead past."""
    return {question.key: right_answer(question, handed_in) for question in page.questions}


def right_answer(question: Question, handed_in: Iterable[Document] = ()) -> Any:
    if isinstance(question, DocumentQuestion):
        return next(each.id for each in handed_in if each.slot in question.documents)
    return next(sample for sample in question.samples() if is_right(question, sample))


def is_right(question: Question, raw: Any) -> bool:
    try:
        _adapter(question, TODAY).validate_python(raw)
    except ValidationError:
        return False
    return True


def question_of(kind: type[Question], **more: Any) -> Any:
    """Return a question of this kind, with these fields."""
    name = get_args(kind.model_fields["type"].annotation)[0]
    return kind.model_validate({"key": "asked", "label": WORDS, "type": name, **more})


def value(kind: type[Question], raw: Any, today: date = TODAY, **more: Any) -> Any:
    """Return what an answer to a question of this kind is worth; raise ValidationError."""
    return _adapter(question_of(kind, **more), today).validate_python(raw)


def is_refused(kind: type[Question], raw: Any, today: date = TODAY, **more: Any) -> bool:
    with pytest.raises(ValidationError):
        value(kind, raw, today, **more)
    return True


@cache
def _adapter(question: Question, today: date) -> TypeAdapter[Any]:
    return TypeAdapter(question.value_type(today))
