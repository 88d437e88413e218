"""Each kind of question, in everything that is done with its answers: check, compare, quote, display, show again."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from chalicelib.forms.kinds.address import Address
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import answer_shown, field_shown, form_values
from chalicelib.forms.question import Question
from chalicelib.forms.registry import KINDS
from chalicelib.forms.schemas import AnswerOption
from chalicelib.i18n.languages import say, write
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.text import Language
from chalicelib.web.templates import environment
from tests.support.answers import HOME, TODAY, WORDS, is_right, question_of

NBSP = "\u00a0"
TORONTO = ZoneInfo("America/Toronto")
DIPLOMA = "0f" * 16
COLOURS = tuple(
    {"key": key, "label": {"fr": fr, "en": key.title()}} for key, fr in (("red", "Rouge"), ("green", "Vert"))
)
FIELDS: dict[str, dict[str, Any]] = {
    "address": {"kinds": COLOURS},
    "choice": {"options": COLOURS},
    "choices": {"options": COLOURS},
    "document": {"documents": ("diploma",)},
    "number": {"unit": {"fr": "pieds", "en": "feet"}},
}
PAGE = """
{%- from "macros/questions.html" import question with context -%}
{{ question(form, field) }}
"""
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


class Someone:
    """A reader of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def words(self, what: Phrase) -> str:
        return say(what, self.language, TORONTO)


def asked(type_: str) -> Question:
    return question_of_type(type_, **FIELDS.get(type_, {}))


def question_of_type(type_: str, **fields: Any) -> Question:
    question: Question = question_of(KINDS[type_], **fields)
    return question


def sample(kind: type[Question]) -> Question:
    question: Question = question_of(kind, **kind.sample_fields)
    return question


# --- every kind, also one that is added ---


@each_kind
def test_a_form_can_ask_it(kind: type[Question]) -> None:
    question = sample(kind)
    page = FormPage.model_validate({"key": "page", "title": WORDS, "questions": [question.model_dump()]})
    assert (page.questions, type(page.questions[0])) == ((question,), kind)


@each_kind
def test_one_of_its_samples_is_a_right_answer_and_nonsense_is_not(kind: type[Question]) -> None:
    question = sample(kind)
    assert [is_right(question, raw) for raw in question.samples()].count(True) >= 1
    assert not is_right(question, {"nonsense": ["\x00"]})


@each_kind
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_right_answer_is_displayed_and_what_is_wrong_is_said(kind: type[Question], language: Language) -> None:
    question, reader = sample(kind), Someone(language)
    [raw, *_] = (raw for raw in question.samples() if is_right(question, raw))
    errors = {"asked": question.wrong_message._replace(data=dict(question))}
    shown = answer_shown(reader, question, value_of(question, raw), errors, {DIPLOMA: "diploma.pdf"})
    assert shown.lines
    assert all(shown.lines)
    assert shown.missing
    assert "{" not in shown.missing


@each_kind
def test_an_answer_is_the_same_as_itself_and_not_as_none(kind: type[Question]) -> None:
    question = sample(kind)
    for raw in question.samples():
        assert question.comparable(raw) == question.comparable(raw)
        assert question.comparable(raw) != question.comparable(None)
        assert say(phrase("{message}", message=question.quote(raw)), "en", TORONTO) != "–"
    assert question.quote(None) == "–"


@each_kind
def test_its_inputs_stand_on_the_form_page_and_hold_what_was_answered(kind: type[Question]) -> None:
    question = sample(kind)
    [raw, *_] = (raw for raw in question.samples() if is_right(question, raw))
    page = FormPage.model_validate({"key": "page", "title": WORDS, "questions": [question.model_dump()]})
    values = form_values(page, {"asked": raw})
    documents = (AnswerOption(value=DIPLOMA, label="diploma.pdf"),) if "documents" in kind.model_fields else ()
    field = field_shown(Someone("en"), question, documents)
    form, page_shown = SimpleNamespace(values=values, errors={}), SimpleNamespace(number="1", page="page")
    context = {"form": form, "field": field, "page": page_shown, "lang": "en"}
    html = environment("en").from_string(PAGE).render(context)
    assert values.keys() <= set(re.findall(r'name="([^"]+)"', html))


def value_of(question: Question, raw: Any) -> Any:
    return TypeAdapter(question.value_type(TODAY)).validate_python(raw)


# --- what each of them says ---

ADDRESS = Address(
    kind="red", street="12, rue de la Grève", unit="3", city="Port-Clair", province="NL", postal_code="A1C 6L9"
)
DISPLAYED: list[tuple[str, Any, list[str], list[str]]] = [
    (
        "address",
        ADDRESS,
        ["Rouge", "12, rue de la Grève", "3", f"Port-Clair (NL){NBSP * 2}A1C 6L9"],
        ["Red", "12, rue de la Grève", "3", f"Port-Clair (NL){NBSP * 2}A1C 6L9"],
    ),
    ("choice", "red", ["Rouge"], ["Red"]),
    ("choice", "blue", ["blue"], ["blue"]),  # an option that the form offered once
    ("choices", ("red", "green"), ["Rouge", "Vert"], ["Red", "Green"]),
    ("date", date(2027, 3, 1), [f"1er{NBSP}mars{NBSP}2027"], [f"March{NBSP}1, 2027"]),
    ("declaration", "yes", ["Confirmé"], ["Confirmed"]),
    ("document", DIPLOMA, ["diploma.pdf"], ["diploma.pdf"]),
    ("document", "1" * 32, ["–"], ["–"]),
    ("email", "zoe@example.org", ["zoe@example.org"], ["zoe@example.org"]),
    ("long_text", "un\ndeux {x}", ["un", "deux {x}"], ["un", "deux {x}"]),
    ("money", 123450, [f"1{NBSP}234,50{NBSP}$"], ["$1,234.50"]),
    ("number", 7, [f"7{NBSP}pieds"], [f"7{NBSP}feet"]),
    ("phone", "709 555-0100", ["709 555-0100"], ["709 555-0100"]),
    ("postal_code", "A1C 6L9", ["A1C 6L9"], ["A1C 6L9"]),
    ("text", "Zoé", ["Zoé"], ["Zoé"]),
]


@pytest.mark.req("F5", "X1")
@pytest.mark.parametrize(("type_", "value", "french", "english"), DISPLAYED)
def test_an_answer_is_displayed_in_the_readers_language(
    type_: str, value: Any, french: list[str], english: list[str]
) -> None:
    names = {DIPLOMA: "diploma.pdf"}
    shown = [answer_shown(Someone(lang), asked(type_), value, {}, names).lines for lang in ("fr", "en")]
    assert list(map(list, shown)) == [french, english]


def test_a_number_without_a_unit_stands_alone() -> None:
    assert answer_shown(Someone("fr"), question_of_type("number"), 7, {}, {}).lines == ("7",)


QUOTED: list[tuple[str, Any, str]] = [
    ("address", {**HOME, "kind": "red"}, "Rouge; 12, rue de la Grève Port-Clair NL a1c6l9"),
    ("address", {"postal_code": " ", "city": "Port-Clair"}, "Port-Clair "),
    ("address", {}, "–"),
    ("address", None, "–"),
    ("choice", "red", "Rouge"),
    ("choice", "blue", "–"),
    ("choices", {"green": "yes", "red": True}, "Rouge; Vert"),
    ("choices", [], "–"),
    ("date", {"year": "2024", "month": "2", "day": "29"}, "2024-2-29"),
    ("date", "2024-02-29", "2024-02-29"),
    ("declaration", True, "Confirmé"),
    ("declaration", "no", "–"),
    ("document", DIPLOMA, "un autre document"),
    ("document", "", "–"),
    ("email", " zoe@example.org ", "zoe@example.org"),
    ("long_text", " un\r\ndeux ", "un\ndeux"),
    ("money", "12,5", "12,5"),
    ("number", 0, "0"),
    ("phone", None, "–"),
    ("postal_code", "a1c6l9", "a1c6l9"),
    ("text", False, "–"),
]


@pytest.mark.req("F2", "X1")
@pytest.mark.parametrize(("type_", "raw", "quoted"), QUOTED)
def test_an_answer_of_another_window_is_quoted_unchecked(type_: str, raw: Any, quoted: str) -> None:
    assert write(asked(type_).quote(raw), "fr", TORONTO) == quoted


@pytest.mark.req("F2")
@pytest.mark.parametrize(
    ("type_", "one", "other", "same"),
    [
        ("text", " Zoé ", "Zoé", True),
        ("text", "Zoé", "zoé", False),
        ("long_text", "un\r\ndeux", "un\ndeux", True),
        ("number", 7, "7", True),
        ("number", 0, None, False),
        ("money", "12.50", "12,50", False),
        ("choice", "red", "green", False),
        ("choices", ["red", "green"], {"green": True, "red": "yes"}, True),
        ("choices", {"red": "yes"}, ["green"], False),
        ("declaration", True, "yes", True),
        ("declaration", "yes", None, False),
        ("date", {"day": "1", "month": "2", "year": "2024"}, {"year": "2024", "month": "2 ", "day": "1"}, True),
        ("address", {"city": "Port-Clair", "unit": ""}, {"city": " Port-Clair"}, True),
        ("address", {"city": "Port-Clair"}, {"city": "Port-Royal"}, False),
        ("document", DIPLOMA, "1" * 32, False),
    ],
)
def test_two_windows_gave_the_same_answer_or_they_did_not(type_: str, one: Any, other: Any, *, same: bool) -> None:
    question = asked(type_)
    assert (question.comparable(one) == question.comparable(other)) is same
