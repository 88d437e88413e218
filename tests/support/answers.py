"""Answers to the questions of any form, for tests that need them right."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from chalicelib.applications.rules.values import value_type
from chalicelib.documents.model import Document
from chalicelib.portal.forms.fields import AnyQuestion, FormPage, Question
from chalicelib.portal.forms.service import YES
from chalicelib.portal.text import Text
from tests.support.world import START

TODAY = START.date()
WORDS = Text(fr="x", en="x")
RED_OR_GREEN = ({"key": "red", "label": WORDS}, {"key": "green", "label": WORDS})
HOME = {"street": "12, rue de la Grève", "city": "Port-Clair", "province": "NL", "postal_code": "a1c6l9"}
SAMPLES: dict[str, tuple[Any, ...]] = {
    "text": ("Zoé Tremblay", "12345678", "123456789", "123456", "www.example.org", "AB-123"),
    "long_text": ("Première ligne.\nSeconde ligne.",),
    "date": ("1990-03-27", "2024-05-06", "2030-01-02"),
    "email": ("zoe@example.org",),
    "phone": ("709 555-0100",),
    "postal_code": ("A1C 6L9",),
    "declaration": (YES,),
}


def right_answers(page: FormPage, handed_in: Iterable[Document] = ()) -> dict[str, Any]:
    """Return an answer to every question of a page, also to those that these answers lead past."""
    return {question.key: right_answer(question, handed_in) for question in page.questions}


def right_answer(question: AnyQuestion, handed_in: Iterable[Document] = ()) -> Any:
    if question.type == "document":
        return next(each.id for each in handed_in if each.slot in question.documents)
    return next(sample for sample in _samples(question) if is_right(question, sample))


def is_right(question: AnyQuestion, raw: Any) -> bool:
    try:
        _adapter(question, TODAY).validate_python(raw)
    except ValidationError:
        return False
    return True


def value(kind: type[Question], raw: Any, today: date = TODAY, **more: Any) -> Any:
    """Return what an answer to a question of this kind is worth; raise ValidationError."""
    name = get_args(kind.model_fields["type"].annotation)[0]
    question: Any = kind.model_validate({"key": "asked", "label": WORDS, "type": name, **more})
    return _adapter(question, today).validate_python(raw)


def is_refused(kind: type[Question], raw: Any, today: date = TODAY, **more: Any) -> bool:
    with pytest.raises(ValidationError):
        value(kind, raw, today, **more)
    return True


@cache
def _adapter(question: AnyQuestion, today: date) -> TypeAdapter[Any]:
    return TypeAdapter(value_type(question, today))


def _samples(question: AnyQuestion) -> tuple[Any, ...]:
    match question.type:
        case "choice":
            return (question.options[0].key,)
        case "choices":
            return ([question.options[0].key],)
        case "number":
            return (str(question.least),)
        case "money":
            return (f"{question.least // 100}.{question.least % 100:02}",)
        case "address":
            return (HOME, *({**HOME, "kind": option.key} for option in question.kinds))
    return SAMPLES[question.type]
