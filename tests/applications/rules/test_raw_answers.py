"""Whatever is sent as an answer: it is worth something, or it is said to be wrong. Nothing else can happen."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.applications.inputs import SavePage
from chalicelib.applications.rules.completeness import check_page
from chalicelib.applications.rules.drafts import collisions
from chalicelib.errors import Malformed, RequestError
from chalicelib.forms.answers import asked, asked_pages, read_page
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import form_values
from chalicelib.forms.question import Question
from chalicelib.forms.service import Service
from chalicelib.i18n.languages import say
from chalicelib.web.inputs import JSON, check, read
from tests.support.answers import TODAY
from tests.support.applications import catalogue
from tests.support.portals import KEYS

TORONTO = ZoneInfo("America/Toronto")
SERVICES = [service for key in (*KEYS, "example") for service in catalogue(key)]
PAGES = [(service, page) for service in SERVICES for page in service.pages]
CLOSE = ("yes", "no", "Infinity", "1e999", "2024-02-30", "A1C 6L9", "0", "-1", "12,5", "x" * 20_000, "\x00", "٣")
PARTS = ("day", "month", "year", "street", "unit", "city", "province", "postal_code", "kind", "red", "other")
texts = st.text(max_size=20) | st.sampled_from(CLOSE)
loose = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
raws = loose | st.lists(loose, max_size=3) | st.dictionaries(st.sampled_from(PARTS) | texts, loose, max_size=6)


def taken(page: FormPage, raw: Any) -> dict[str, Any] | None:
    """Return what comes in of a page on which everything is answered so; None where it is refused at the door."""
    answers = {question.key: raw for question in page.questions}
    try:
        return dict(check(SavePage, read(JSON, json.dumps({"seen": 1, "answers": answers}).encode(), SavePage)).answers)
    except RequestError:
        return None


@pytest.mark.req("F1", "SEC15")
@settings(max_examples=400)
@given(st.sampled_from(PAGES), raws)
def test_any_json_is_a_right_answer_or_a_wrong_one(place: tuple[Service, FormPage], raw: Any) -> None:
    service, page = place
    answers = taken(page, raw)
    if answers is None:
        return
    found = read_page(page, service, answers, TODAY)
    said = [say(phrase, "fr", TORONTO) for phrase in found.errors.values()]
    assert all(said)
    assert not {name.partition(".")[0] for name in found.errors} & {k for k, v in found.values.items() if v is not None}


@pytest.mark.req("F2", "SEC15")
@settings(max_examples=200)
@given(st.sampled_from(PAGES), raws, raws)
def test_whatever_was_kept_can_be_shown_compared_and_counted(
    place: tuple[Service, FormPage], stored: Any, typed: Any
) -> None:
    service, page = place
    answers, others = taken(page, stored) or {}, taken(page, typed) or {}
    assert all(isinstance(text, str) for text in form_values(page, answers).values())
    assert asked_pages(service, answers)
    check_page(page, asked(page, service, answers), answers, [], TODAY)
    assert all(say(said, "en", TORONTO) for said in collisions(page, answers, others).values())
    assert collisions(page, answers, answers) == {}


lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).map(str.strip).filter(bool)


def in_a_form(question: Question) -> st.SearchStrategy[dict[str, str]]:
    """Return what a browser may send for one question, by the names of its inputs."""
    name = f"answers.{question.key}"
    match question.type:
        case "choice" | "choices":
            keys_ = st.sampled_from([option.key for option in question.choices()])
            several = st.sets(keys_, min_size=1).map(lambda chosen: {f"{name}.{key}": "yes" for key in chosen})
            return several if question.type == "choices" else keys_.map(lambda key: {name: key})
        case "date":
            parts = st.tuples(lines, lines, lines)
            return parts.map(lambda typed: {f"{name}.{p}": t for p, t in zip(PARTS, typed, strict=False)})
        case "address":
            some = st.dictionaries(st.sampled_from(PARTS[3:9]), lines, min_size=1)
            return some.map(lambda typed: {f"{name}.{part}": text for part, text in typed.items()})
        case "declaration":
            return st.just({name: "yes"})
    return lines.map(lambda text: {name: text})


@pytest.mark.req("F2")
@settings(max_examples=100)
@given(st.data())
def test_what_was_typed_is_shown_again_letter_by_letter(data: st.DataObject) -> None:
    _, page = data.draw(st.sampled_from(PAGES))
    typed = {name: text for q in page.questions for name, text in data.draw(in_a_form(q)).items()}
    try:
        kept = check(SavePage, {"seen": "1", **typed}).answers
    except Malformed:
        return
    assert form_values(page, kept) == typed
