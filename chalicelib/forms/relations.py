"""Finds what does not agree inside a form: keys that stand twice, and names that point nowhere.

It reads the file's data, not the models made of it: so it tells everything at once, whatever else is wrong there.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from chalicelib.forms.kinds.text import TextQuestion
from chalicelib.forms.question import Question
from chalicelib.forms.registry import AskedQuestion
from chalicelib.portal.faults import Place, key_of, member, tables, texts

Found = Iterator[tuple[Place, str, dict[str, Any]]]
QUESTION: TypeAdapter[Question] = TypeAdapter(AskedQuestion)


class Asked(NamedTuple):
    """A question as far as it can be read; `question` is None where the file says it wrongly."""

    key: str
    place: Place
    data: dict[str, Any]
    question: Question | None
    page: dict[str, Any]


def service_faults(data: dict[str, Any]) -> Found:
    """Yield what does not agree in a service's file."""
    asked = list(_asked(data))
    yield from _repeated(data)
    yield from _lost_conditions(data, asked)
    yield from _lost_documents(data, asked)
    yield from _lost_holder(data, asked)


def page_faults(page: dict[str, Any]) -> Found:
    """Yield what does not agree on one page."""
    yield from _twice(("questions",), [key_of(each) for each in tables(page, "questions")])


def _asked(data: dict[str, Any]) -> Iterator[Asked]:
    for page in tables(data, "pages"):
        for each in tables(page, "questions"):
            key = key_of(each)
            yield Asked(key, ("pages", key_of(page), "questions", key), each, _read(each), page)


def _read(data: dict[str, Any]) -> Question | None:
    try:
        return QUESTION.validate_python(data)
    except ValidationError:
        return None


def _twice(place: Place, keys: list[str]) -> Found:
    yield from ((place, "stands_twice", {"name": key}) for key in dict.fromkeys(keys) if keys.count(key) > 1)


def _repeated(data: dict[str, Any]) -> Found:
    pages = tables(data, "pages")
    yield from _twice(("pages",), [key_of(page) for page in pages])
    on_pages = [key for page in pages for key in dict.fromkeys(key_of(each) for each in tables(page, "questions"))]
    yield from _twice(("pages",), on_pages)
    yield from _twice(("documents",), [key_of(each) for each in tables(data, "documents")])


def _lost_conditions(data: dict[str, Any], asked: list[Asked]) -> Found:
    """Yield the conditions that no answer fulfils: they look back at what was asked, so there is no circle."""
    before: dict[str, Asked] = {}
    every = {each.key for each in asked}
    waiting = iter(asked)
    for page in tables(data, "pages"):
        yield from _lost(("pages", key_of(page)), page, before, every)
        for _ in tables(page, "questions"):
            each = next(waiting)
            yield from _lost(each.place, each.data, before, every)
            before[each.key] = each
    for document in tables(data, "documents"):
        yield from _lost(("documents", key_of(document)), document, before, every)


def _lost(place: Place, data: dict[str, Any], before: Mapping[str, Asked], every: set[str]) -> Found:
    field = member(data, "when", "field")
    if not isinstance(field, str):
        return
    if field not in before:
        yield (*place, "when", "field"), _why_not(place, field, every), {"name": field, "known": [*before]}
    elif question := before[field].question:
        listed = sorted(question.listed_answers())
        if not listed:
            yield (*place, "when", "field"), "condition_on_text", {"name": field, "type": question.type}
            return
        for stranger in (answer for answer in texts(data, "when", "among") if answer not in listed):
            yield (*place, "when", "among"), "no_answer", {"name": stranger, "question": field, "known": listed}


def _why_not(place: Place, field: str, every: set[str]) -> str:
    if field == place[-1]:
        return "condition_on_itself"
    return "condition_on_later" if field in every else "no_question"


def _lost_documents(data: dict[str, Any], asked: list[Asked]) -> Found:
    known = [key_of(document) for document in tables(data, "documents")]
    for each in asked:
        for stranger in (key for key in texts(each.data, "documents") if key not in known):
            yield (*each.place, "documents"), "no_document", {"name": stranger, "known": known}


def _lost_holder(data: dict[str, Any], asked: list[Asked]) -> Found:
    by_key = {each.key: each for each in asked}
    fit = [each.key for each in asked if _asks_for_a_name(each)]
    for key in texts(data, "holder"):
        if key not in by_key:
            yield ("holder",), "no_question", {"name": key, "known": fit}
        elif by_key[key].question and key not in fit:
            yield ("holder",), "no_line_for_a_name", {"name": key, "known": fit}
    if data.get("registers") is True and not data.get("holder"):
        yield ("holder",), "no_holder", {"known": fit}


def _asks_for_a_name(asked: Asked) -> bool:
    """Tell whether it is a line of text that nobody leaves empty."""
    question = asked.question
    return isinstance(question, TextQuestion) and question.required and not (question.when or asked.page.get("when"))
