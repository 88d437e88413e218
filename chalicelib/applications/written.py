"""Answers as people read them, in their language."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.applications.rules.values import Address
from chalicelib.phrase import phrase
from chalicelib.portal.forms.fields import AnyQuestion, Option
from chalicelib.web import formats
from chalicelib.web.visit import Visit

CONFIRMED = phrase("Confirmed")
Lines = tuple[str, ...]
Names = Mapping[str, str]  # of documents, by id


def written(visit: Visit, question: AnyQuestion, value: Any, names: Names) -> Lines:
    """Return an answer that is right, line by line."""
    if question.type == "document":
        return (names.get(value, "–"),)
    return _WRITERS[question.type](visit, question, value)


def options_of(question: AnyQuestion) -> tuple[Option, ...]:
    """Return what there is to choose from; nothing for most kinds."""
    found: tuple[Option, ...] = getattr(question, "options", getattr(question, "kinds", ()))
    return found


def _label(visit: Visit, question: AnyQuestion, key: str) -> str:
    return next((option.label[visit.language] for option in options_of(question) if option.key == key), key)


def _number(visit: Visit, question: Any, value: int) -> Lines:
    return (f"{value}{formats.NBSP}{question.unit[visit.language]}" if question.unit else str(value),)


def _address(visit: Visit, question: AnyQuestion, address: Address) -> Lines:
    kind = _label(visit, question, address.kind) if address.kind else None
    place = f"{address.city} ({address.province}){formats.NBSP * 2}{address.postal_code}"
    return tuple(line for line in (kind, address.street, address.unit, place) if line)


def _as_it_is(_visit: Visit, _question: AnyQuestion, value: str) -> Lines:
    return tuple(value.split("\n"))


_WRITERS: Mapping[str, Callable[[Visit, Any, Any], Lines]] = {
    "text": _as_it_is,
    "long_text": _as_it_is,
    "email": _as_it_is,
    "phone": _as_it_is,
    "postal_code": _as_it_is,
    "choice": lambda visit, question, key: (_label(visit, question, key),),
    "choices": lambda visit, question, keys: tuple(_label(visit, question, key) for key in keys),
    "date": lambda visit, _, day: (formats.day(day, visit.language),),
    "number": _number,
    "money": lambda visit, _, cents: (formats.money(cents, visit.language),),
    "address": _address,
    "declaration": lambda visit, *_: (visit.words(CONFIRMED),),
}
