"""Which questions are asked, what is missing, what is wrong, and what is said of it."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.forms.answers import PageAnswers, asked, asked_pages, documents_asked, read_page
from chalicelib.forms.page import FormPage
from chalicelib.forms.service import Service
from chalicelib.i18n.languages import say
from tests.support.answers import HOME, TODAY, WORDS, right_answers
from tests.support.applications import ODD, catalogue

TORONTO = ZoneInfo("America/Toronto")


def form() -> Service:
    found = catalogue("example").service(ODD)
    assert found
    return found


def page(key: str) -> FormPage:
    found = form().page(key)
    assert found
    return found


def read(key: str, **answers: Any) -> PageAnswers:
    return read_page(page(key), form(), answers, TODAY)


def told(key: str, language: Any = "en", **answers: Any) -> dict[str, str]:
    """Return what is said of each answer of the page."""
    return {name: say(said, language, TORONTO) for name, said in read(key, **answers).errors.items()}


# --- what is asked ---


@pytest.mark.req("F1")
@pytest.mark.parametrize(
    ("colours", "is_asked"),
    [(["other"], True), ({"other": "yes"}, True), ({"other": False}, False), (["red"], False), ([], False)],
)
def test_a_question_is_asked_where_another_one_was_answered_so(colours: Any, *, is_asked: bool) -> None:
    keys = [question.key for question in asked(page("the-thing"), form(), {"colours": colours})]
    assert ("other_colour" in keys) is is_asked


@pytest.mark.req("F1")
@pytest.mark.parametrize(("danger", "pages"), [("yes", 4), ("no", 3), (None, 3), ("maybe", 3), (True, 4)])
def test_a_page_is_asked_where_a_question_was_answered_so(danger: Any, pages: int) -> None:
    assert len(asked_pages(form(), {"is_dangerous": danger})) == pages


def test_a_document_is_asked_for_where_a_question_was_answered_so() -> None:
    asked_for = [[each.key for each in documents_asked(form(), {"is_dangerous": said})] for said in ("yes", "no")]
    assert asked_for == [["photograph", "drawing", "expertise"], ["photograph", "drawing"]]


@pytest.mark.req("F1")
def test_the_answer_to_a_question_that_is_not_asked_any_more_is_left_aside() -> None:
    answers = {**right_answers(page("the-thing")), "colours": ["red"], "other_colour": "x" * 99}
    found = read_page(page("the-thing"), form(), answers, TODAY)
    assert ("other_colour" in found.errors, found.values["other_colour"]) == (False, None)


@pytest.mark.req("F1")
def test_what_depends_on_such_a_question_is_not_asked_either() -> None:
    chained = form().model_dump()
    chained["pages"][2]["questions"][0]["when"] = {"field": "is_dangerous", "among": ["yes"]}
    chained["pages"][3]["when"] = {"field": "accepts_danger", "among": ["yes"]}
    service = Service.model_validate(chained)
    answers = {"is_dangerous": "no", "accepts_danger": "yes"}
    assert [each.key for each in asked_pages(service, answers)] == ["person", "the-thing"]


# --- what is missing ---


@pytest.mark.req("F1", "X1")
@pytest.mark.parametrize("empty", [None, "", "  \n ", False, {}, [], {"day": "", "month": " "}])
def test_what_is_left_empty_is_missing_in_whatever_way(empty: Any) -> None:
    asked_for = ["full_name", "birth_date", "email", "home"]
    assert list(read("person", full_name=empty, birth_date=empty, home=empty).errors) == asked_for


@pytest.mark.parametrize("empty", [None, "", "  ", {}])
def test_what_need_not_be_answered_is_not_missing(empty: Any) -> None:
    found = read("person", **{**right_answers(page("person")), "code": empty, "phone": empty})
    assert (found.errors, found.values["code"], found.values["phone"]) == ({}, None, None)


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("language", "name", "thing"),
    [
        ("fr", "Dites votre nom.", "Choisissez au moins une réponse\u00a0: Couleurs"),
        ("en", "Say your name.", "Choose at least one answer: Colours"),
    ],
)
def test_a_form_can_say_what_is_missing_in_its_own_words(language: str, name: str, thing: str) -> None:
    assert told("person", language)["full_name"] == name
    assert told("the-thing", language)["colours"] == thing


# --- what is wrong ---


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("key", "answers", "said"),
    [
        ("person", {"code": "ab-1"}, "The code is like AB-123."),
        ("person", {"full_name": "x" * 18}, "Full name: use at most 17 characters, in the format that is asked for."),
        ("the-thing", {"count": "78"}, "How many?: enter a whole number from 3 to 77."),
        ("the-thing", {"colours": ["blue"]}, "Colours: choose one of the answers offered."),
        ("the-thing", {"kept_at": {**HOME, "kind": "moon"}}, "Say what this address is."),
        ("danger", {"danger_details": "x" * 334}, "In what way?: use at most 333 characters."),
    ],
)
def test_what_is_wrong_is_said_with_the_forms_own_limits(key: str, answers: dict[str, Any], said: str) -> None:
    name = next(iter(answers))
    danger = {"is_dangerous": "yes"} if key == "danger" else {}
    assert told(key, **danger, **answers)[name] == said


@pytest.mark.req("F9")
def test_the_faults_of_an_address_are_said_part_by_part() -> None:
    found = told("person", home={"street": "12, rue de la Grève", "province": "XX", "postal_code": "90210"})
    assert {name: said for name, said in found.items() if name.startswith("home")} == {
        "home.city": "Enter the city or town.",
        "home.province": "Choose the province or territory.",
        "home.postal_code": "Enter a Canadian postal code, such as A1C 6L9.",
    }


def test_one_wrong_answer_leaves_the_others_of_the_page_as_they_are() -> None:
    found = read("person", **{**right_answers(page("person")), "code": "wrong", "home": {**HOME, "city": ""}})
    assert found.errors.keys() == {"code", "home.city"}
    assert (found.values["full_name"], found.values["home"]) == ("Zoé Tremblay", None)


def test_nought_is_an_answer() -> None:
    question = {"key": "count", "type": "number", "label": WORDS}
    counting = FormPage.model_validate({"key": "counting", "title": WORDS, "questions": [question]})
    assert read_page(counting, form(), {"count": 0}, TODAY) == PageAnswers({"count": 0}, {})
