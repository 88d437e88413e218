"""Drafts are saved page by page and as one types; nothing that was typed is lost, or overwritten unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.applications.errors import TooMuchText
from chalicelib.applications.model import Application
from chalicelib.errors import Invalid
from tests.support.answers import HOME, right_answers
from tests.support.applications import (
    as_it_is,
    autosaved,
    browser,
    draft,
    example,
    filled,
    offering,
    program,
    saved,
    service_named,
)
from tests.support.memory import MemoryTable
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
REGISTRATION = "registration"  # of `psychotherapy`: 40 questions on 8 pages
DANGER: dict[str, Any] = {"danger_details": "Il mord.", "accepts_danger": "yes"}


def page_of(application: Application, key: str, language: str = "fr") -> str:
    return f"/{language}/applications/{application.number}/form/{key}"


def answers_of(world: World, application: Application) -> dict[str, Any]:
    return as_it_is(world, application).answers


# --- page by page ---


@pytest.mark.req("F2")
def test_saving_a_page_of_forty_questions_on_eight_pages_is_two_calls_each(app_for: AppFactory) -> None:
    table = MemoryTable()
    world = offering(World("psychotherapy", table))
    complete = filled(world, REGISTRATION)
    client = program(world, app_for(world))
    for page in service_named(world, REGISTRATION).pages:
        answers = {question.key: complete.answers[question.key] for question in page.questions}
        table.calls.clear()
        answer = client.post(page_of(complete, page.key), seen=99, answers=answers)
        assert (answer.status, table.calls) == (200, ["get_many", "update"])


@pytest.mark.req("F2")
def test_keeping_one_answer_is_two_calls(app_for: AppFactory) -> None:
    table = MemoryTable()
    world = offering(World("psychotherapy", table))
    begun = draft(world, REGISTRATION)
    client = program(world, app_for(world))
    table.calls.clear()
    answer = client.post(f"{page_of(begun, 'identity')}/answers", seen=1, answers={"given_names": "Zo"})
    assert (answer.status, answer.json["version"], table.calls) == (200, 2, ["get_many", "update"])


@pytest.mark.req("F2", "X2")
def test_a_page_is_saved_without_scripts_and_leads_to_the_next_one(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(page_of(begun, "the-thing"))
    typed = {"answers.colours.red": "yes", "answers.colours.other": "yes", "answers.other_colour": "mauve"}
    where = {f"answers.kept_at.{part}": text for part, text in {**HOME, "kind": "shed"}.items()}
    more = {"answers.count": "7", "answers.value": "1\u00a0234,50\u00a0$", "answers.is_dangerous": "yes"}
    answer = client.post(page_of(begun, "the-thing"), seen="1", then="continue", **typed, **where, **more)
    assert (answer.status, answer.location) == (303, page_of(begun, "danger"))
    assert answers_of(world, begun)["colours"] == {"red": "yes", "other": "yes"}


@pytest.mark.req("F2")
def test_who_saves_and_leaves_comes_to_the_list_of_tasks(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = program(world, app_for(world))
    answers = right_answers(service_named(world, begun.service).pages[0])
    answer = client.post(page_of(begun, "person"), seen=1, answers=answers, then="leave")
    assert answer.json["next"] == f"/applications/{begun.number}"


@pytest.mark.req("F2")
def test_what_is_taken_out_of_a_page_is_taken_out_of_the_draft(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    without_phone = right_answers(service_named(here, complete.service).pages[0])
    assert without_phone.pop("phone") == complete.answers["phone"]
    saved(here, complete, "person", **without_phone)
    assert "phone" not in answers_of(here, complete)


@pytest.mark.req("F2")
def test_a_page_with_a_wrong_answer_changes_nothing(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    with pytest.raises(Invalid) as refused:
        saved(here, begun, "danger", danger_details="", accepts_danger="yes", safe_from="2026-03-01")
    assert refused.value.errors.keys() == {"answers.danger_details", "answers.safe_from"}
    assert as_it_is(here, begun) == begun


@pytest.mark.req("F2", "X2")
def test_a_page_that_comes_back_holds_what_was_typed_and_no_more(app_for: AppFactory) -> None:
    world = example()
    complete = filled(world)
    client = browser(world, app_for(world))
    client.get(page_of(complete, "the-thing"))
    page = client.post(page_of(complete, "the-thing"), seen="9", **{"answers.count": "99"})
    assert page.status == 422
    assert 'value="99"' in page.body
    assert [text in page.body for text in (HOME["street"], "0.07", "Choisissez")] == [False, False, True]


@pytest.mark.req("F2", "X1")
def test_the_same_page_in_the_other_language_has_what_was_kept(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    autosaved(world, begun, "the-thing", value="1\u00a0234,50", count="douze")
    client = browser(world, app_for(world))
    for language in ("fr", "en"):
        page = client.get(page_of(begun, "the-thing", language)).body
        assert [text in page for text in ('value="1\u00a0234,50"', 'value="douze"')] == [True, True]


@pytest.mark.req("F2")
def test_one_goes_on_where_one_was_on_another_device(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    app = app_for(world)
    program(world, app).post(f"{page_of(begun, 'the-thing')}/answers", seen=1, answers={"count": "7"})
    elsewhere = program(world, app)
    place = elsewhere.get(f"/en/applications/{begun.number}").json["resume_at"]
    page = elsewhere.get(f"/en{place}").json
    assert (place.rpartition("/")[2], page["version"]) == ("the-thing", 2)


# --- as one types ---


@pytest.mark.req("F2")
def test_what_is_kept_while_one_types_need_not_be_right_or_whole(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    autosaved(here, begun, "person", full_name="x" * 30, birth_date={"year": "20"})
    autosaved(here, begun, "person", email="zoe@")
    assert answers_of(here, begun) == {"full_name": "x" * 30, "birth_date": {"year": "20"}, "email": "zoe@"}


@pytest.mark.req("F2", "SEC39")
@pytest.mark.parametrize("save", [saved, autosaved])
def test_a_question_of_another_page_or_of_none_is_not_taken(save: Any) -> None:
    world = example()
    begun = draft(world)
    with pytest.raises(Invalid) as refused:
        save(world, begun, "danger", **DANGER, full_name="Zoé", state="approved")
    assert refused.value.errors.keys() == {"answers.full_name", "answers.state"}
    assert as_it_is(world, begun) == begun


@pytest.mark.req("F2")
@pytest.mark.parametrize("letter", ["e", "é", "€"])
def test_a_draft_holds_as_many_bytes_as_the_policy_says_in_either_language(world: Worlds, letter: str) -> None:
    here = world("example")
    begun = draft(here)
    most, bytes_ = here.portal.policies.drafts.max_bytes, len(letter.encode())
    room = most - len('{"full_name": ""}')
    text = letter * (room // bytes_) + "x" * (room % bytes_)
    autosaved(here, begun, "person", full_name=text)
    with pytest.raises(TooMuchText):
        autosaved(here, begun, "person", full_name=text + "x")
    assert answers_of(here, begun) == {"full_name": text}
