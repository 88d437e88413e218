"""Who works in two windows is told, sees both versions, and overwrites nothing unseen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.applications.errors import ChangedElsewhere, Locked
from chalicelib.applications.model import Application
from chalicelib.cloud.table import Unavailable
from chalicelib.web import cookies
from tests.support.answers import HOME
from tests.support.applications import (
    as_it_is,
    autosaved,
    browser,
    draft,
    example,
    program,
    saved,
    session,
    submitted,
)
from tests.support.http import Answer
from tests.support.memory import MemoryTable
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
DANGER: dict[str, Any] = {"danger_details": "Il mord.", "accepts_danger": "yes"}


def page_of(application: Application, key: str, language: str = "fr") -> str:
    return f"/{language}/applications/{application.number}/form/{key}"


def seen_in(page: Answer) -> str:
    """Return the version that the page's form says it has seen."""
    found = re.search(r'name="seen" value="([^"]+)"', page.body)
    assert found, page
    return found[1]


def answers_of(world: World, application: Application) -> dict[str, Any]:
    return as_it_is(world, application).answers


@pytest.mark.req("F2", "REL05")
@pytest.mark.parametrize("save", [saved, autosaved])
def test_the_second_window_is_told_and_overwrites_nothing(world: Worlds, save: Any) -> None:
    here = world("example")
    begun = draft(here)
    saved(here, begun, "danger", **DANGER)
    with pytest.raises(ChangedElsewhere) as refused:
        save(here, begun, "danger", **{**DANGER, "danger_details": "Il griffe."}, seen=1)
    said = {name: phrase.data.get("answer") for name, phrase in refused.value.errors.items()}
    assert said["answers.danger_details"] == "Il mord."
    assert answers_of(here, begun) == DANGER


@pytest.mark.req("F2", "REL05", "X2")
def test_both_versions_stand_side_by_side_and_who_saves_again_has_chosen(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(page_of(begun, "danger"))
    saved(world, begun, "danger", **DANGER)
    typed = {"answers.danger_details": "Il griffe.", "answers.accepts_danger": "yes"}
    page = client.post(page_of(begun, "danger"), seen="1", **typed)
    assert page.status == 409
    assert [text in page.body for text in ("Il griffe.", "Il mord.", "dans une autre fenêtre")] == [True, True, True]
    assert client.post(page_of(begun, "danger"), seen=seen_in(page), **typed).status == 303
    assert answers_of(world, begun)["danger_details"] == "Il griffe."


@pytest.mark.req("F2", "REL05")
def test_a_wrong_answer_in_the_second_window_does_not_hide_that_there_was_a_first(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(page_of(begun, "danger"))
    saved(world, begun, "danger", **DANGER)
    page = client.post(page_of(begun, "danger"), seen="1", **{"answers.safe_from.day": "99"})
    assert page.status == 409
    assert "Il mord." in page.body


@pytest.mark.req("F2", "REL05", "SEC32")
def test_a_page_that_had_to_be_renewed_has_seen_no_more_than_it_had(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(page_of(begun, "danger"))
    saved(world, begun, "danger", **DANGER)
    client.cookies[cookies.SESSION] = session(world)
    typed = {"answers.danger_details": "Il griffe.", "answers.accepts_danger": "yes"}
    renewed = client.post(page_of(begun, "danger"), seen="1", **typed)
    assert (renewed.status, seen_in(renewed)) == (403, "1")
    assert client.post(page_of(begun, "danger"), seen=seen_in(renewed), **typed).status == 409


@pytest.mark.req("F2", "REL05", "F9")
def test_nor_does_one_on_which_an_address_was_looked_for(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    client.get(page_of(begun, "person"))
    autosaved(world, begun, "person", full_name="Zoé")
    found = client.post(f"{page_of(begun, 'person')}/address/home", seen="1", **{"answers.full_name": "Zo"})
    assert ('value="Zo"' in found.body, seen_in(found)) == (True, "1")


@pytest.mark.req("F2")
@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("danger", {"danger_details": "un\ndeux"}, {"danger_details": " un\r\ndeux "}),
        ("danger", {"accepts_danger": True}, {"accepts_danger": "yes"}),
        ("the-thing", {"colours": ["red", "other"]}, {"colours": {"other": "yes", "red": True, "green": False}}),
        ("the-thing", {"count": "7"}, {"count": 7}),
        ("the-thing", {"colours": {}, "count": ""}, {}),
        ("person", {"home": HOME}, {"home": dict(reversed([*HOME.items(), ("unit", "")]))}),
        ("person", {"birth_date": {"day": "1", "year": "1990"}}, {"birth_date": {"year": "1990", "day": "1"}}),
    ],
)
def test_the_same_answer_twice_is_no_conflict(key: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    world = example()
    begun = draft(world)
    autosaved(world, begun, key, **first)
    assert autosaved(world, begun, key, **second, seen=1).application.version == 3


@pytest.mark.req("F2")
def test_two_windows_on_different_pages_do_not_meet(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    autosaved(here, begun, "person", full_name="Zoé")
    autosaved(here, begun, "danger", **DANGER, seen=1)
    assert answers_of(here, begun) == {"full_name": "Zoé", **DANGER}


@pytest.mark.req("F2", "X1")
@pytest.mark.parametrize(
    ("key", "theirs", "said"),
    [
        ("the-thing", {"colours": ["other", "red"]}, "Rouge; Une autre"),
        ("the-thing", {"is_dangerous": "yes"}, "Oui"),
        ("the-thing", {"kept_at": {**HOME, "kind": "shed"}}, "Remise; 12, rue de la Grève Port-Clair NL a1c6l9"),
        ("danger", {"accepts_danger": True}, "Confirmé"),
        ("danger", {"safe_from": {"day": "1", "month": "4", "year": "2026"}}, "2026-4-1"),
        ("proof", {"picture": "0" * 32}, "un autre document"),
        ("proof", {"is_true": ""}, "–"),
    ],
)
def test_the_other_version_is_shown_in_the_words_of_the_form(
    app_for: AppFactory, key: str, theirs: dict[str, Any], said: str
) -> None:
    world = example()
    begun = draft(world)
    autosaved(world, begun, key, **theirs)
    (question,) = theirs
    mine = {question: "yes" if key == "proof" else {"part": "of it"}}
    answer = program(world, app_for(world)).post(f"{page_of(begun, key)}/answers", seen=1, answers=mine)
    assert answer.status == 409
    assert answer.json["errors"][f"answers.{question}"] == f"Dans l’autre fenêtre\u00a0: {said}"


# --- when it can't be ---


@pytest.mark.req("F5", "REL05")
@pytest.mark.parametrize("save", [saved, autosaved])
def test_what_was_submitted_is_not_changed_any_more(world: Worlds, save: Any) -> None:
    here = world("example")
    filed = as_it_is(here, submitted(here))
    with pytest.raises(Locked):
        save(here, filed, "danger", **DANGER)
    assert as_it_is(here, filed) == filed


@pytest.mark.req("REL05")
def test_who_is_never_first_is_told_that_nothing_was_done() -> None:
    class Restless(MemoryTable):
        """Somebody else always writes just before."""

        def update(self, key: Any, values: Any, add: Any, when: Any) -> Any:
            if "answers" in values:
                self.items[key]["version"] += 1
            return super().update(key, values, add, when)

    world = example()
    world.table = Restless()
    begun = draft(world)
    with pytest.raises(Unavailable):
        autosaved(world, begun, "person", full_name="Zoé")
    assert as_it_is(world, begun).answers == {}
