"""Answers as people read them, in their language."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.applications.rules.values import Address
from chalicelib.i18n import formats
from chalicelib.phrase import phrase
from chalicelib.portal.forms.fields import AnyQuestion, Option
from chalicelib.web.request import Request

CONFIRMED = phrase("Confirmed")
Lines = tuple[str, ...]
Names = Mapping[str, str]  # of documents, by id


def written(request: Request, question: AnyQuestion, value: Any, names: Names) -> Lines:
    """Return an answer that is right, line by line."""
    if question.type == "document":
        return (names.get(value, "–"),)
    return _WRITERS[question.type](request, question, value)


def options_of(question: AnyQuestion) -> tuple[Option, ...]:
    """Return what there is to choose from; nothing for most kinds."""
    found: tuple[Option, ...] = getattr(question, "options", getattr(question, "kinds", ()))
    return found


def _label(request: Request, question: AnyQuestion, key: str) -> str:
    return next((option.label[request.language] for option in options_of(question) if option.key == key), key)


def _number(request: Request, question: Any, value: int) -> Lines:
    return (f"{value}{formats.NBSP}{question.unit[request.language]}" if question.unit else str(value),)


def _address(request: Request, question: AnyQuestion, address: Address) -> Lines:
    kind = _label(request, question, address.kind) if address.kind else None
    place = f"{address.city} ({address.province}){formats.NBSP * 2}{address.postal_code}"
    return tuple(line for line in (kind, address.street, address.unit, place) if line)


def _as_it_is(_visit: Request, _question: AnyQuestion, value: str) -> Lines:
    return tuple(value.split("\n"))


_WRITERS: Mapping[str, Callable[[Request, Any, Any], Lines]] = {
    "text": _as_it_is,
    "long_text": _as_it_is,
    "email": _as_it_is,
    "phone": _as_it_is,
    "postal_code": _as_it_is,
    "choice": lambda request, question, key: (_label(request, question, key),),
    "choices": lambda request, question, keys: tuple(_label(request, question, key) for key in keys),
    "date": lambda request, _, day: (formats.day(day, request.language),),
    "number": _number,
    "money": lambda request, _, cents: (formats.money(cents, request.language),),
    "address": _address,
    "declaration": lambda request, *_: (request.words(CONFIRMED),),
}
