"""An application is submitted with all its documents, and says which are missing and from whom."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.filing import submit
from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.errors import Incomplete
from chalicelib.applications.model import Application, ApplicationState
from tests.support.applications import (
    autosaved,
    draft,
    example,
    filled,
    gone,
    in_slot,
    person,
    program,
)
from tests.support.documents import EICAR, clean, pdf, scanned, sent
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def missing(world: World, application: Application) -> dict[str, str]:
    """Return what a submission is refused for."""
    with pytest.raises(Incomplete) as refused:
        submit(world, person(world), application.number, world.now)
    return {name: phrase.text for name, phrase in refused.value.errors.items()}


@pytest.mark.req("F4", "F5")
def test_a_document_that_nobody_sent_blocks_and_the_third_party_is_named(app_for: AppFactory) -> None:
    world = example()
    complete = filled(world)
    for slot in ("photograph", "expertise"):
        gone(world, in_slot(world, complete, slot))
    answer = program(world, app_for(world)).post(f"/en/applications/{complete.number}/check", declaration=True)
    said = answer.json["errors"]
    assert said["documents.photograph"] == "Upload this document: Photograph"
    assert said["documents.expertise"] == "We are waiting for this document from the laboratory: Expert’s report"


@pytest.mark.req("F4")
def test_a_document_that_need_not_be_sent_does_not_block(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    photo = in_slot(here, complete, "photograph")
    autosaved(here, complete, "proof", picture=photo.id)
    gone(here, in_slot(here, complete, "drawing"))
    assert submit(here, person(here), complete.number, here.now).state is ApplicationState.SUBMITTED


@pytest.mark.req("F4", "F1")
def test_nor_does_one_that_is_not_asked_for_any_more(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    gone(here, in_slot(here, complete, "expertise"))
    autosaved(here, complete, "the-thing", is_dangerous="no")
    assert submit(here, person(here), complete.number, here.now).state is ApplicationState.SUBMITTED


@pytest.mark.req("F5", "SEC47")
@pytest.mark.parametrize(("content", "blocks"), [(pdf(), False), (b"<html></html>", True)])
def test_a_submission_waits_for_no_scanner_but_for_a_file_that_passes(content: bytes, *, blocks: bool) -> None:
    world = example()
    complete = filled(world)
    gone(world, in_slot(world, complete, "expertise"))
    sent(world, content, folder=folder_of(complete), slot="expertise", by="staff-1")
    if blocks:
        assert missing(world, complete).keys() == {"documents.expertise"}
    else:
        assert submit(world, person(world), complete.number, world.now).state is ApplicationState.SUBMITTED


@pytest.mark.req("F5", "SEC49")
def test_what_the_scanner_rejects_is_as_good_as_missing(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    for slot in ("photograph", "drawing"):
        gone(here, in_slot(here, complete, slot))
    infected = sent(here, pdf(more=EICAR), folder=folder_of(complete), slot="photograph")
    autosaved(here, complete, "proof", picture=infected.id)
    scanned(here, infected, "THREATS_FOUND")
    assert missing(here, complete).keys() == {"documents.photograph", "proof.picture"}


@pytest.mark.req("F3", "F5")
def test_a_document_that_was_chosen_and_is_gone_has_to_be_chosen_again(app_for: AppFactory) -> None:
    world = example()
    complete = filled(world)
    chosen = complete.answers["picture"]
    photo, drawing = (in_slot(world, complete, slot) for slot in ("photograph", "drawing"))
    gone(world, next(each for each in (photo, drawing) if each.id == chosen))
    assert "proof.picture" in missing(world, complete)
    shown = program(world, app_for(world)).get(f"/en/applications/{complete.number}/check").json
    answers = {each["name"]: each for section in shown["sections"] for each in section["answers"]}
    said = "The document that you had chosen is no longer there. Choose another one: Picture of the thing"
    assert (answers["picture"]["missing"], shown["can_be_submitted"]) == (said, False)


@pytest.mark.req("F3", "SEC38")
@pytest.mark.parametrize("whose", ["expertise", "of another application"])
def test_a_document_of_another_place_cannot_be_chosen(whose: str) -> None:
    world = example()
    complete = filled(world)
    other = filled(world, email="tom@example.org")
    chosen = in_slot(world, complete, "expertise") if whose == "expertise" else in_slot(world, other, "photograph")
    autosaved(world, complete, "proof", picture=chosen.id)
    assert missing(world, complete).keys() == {"proof.picture"}


@pytest.mark.req("F3")
def test_what_can_be_chosen_is_what_was_handed_in_for_it(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = program(world, app_for(world))
    assert client.get(f"/en/applications/{begun.number}/form/proof").json["fields"][0]["options"] == []
    one = clean(world, folder=folder_of(begun), slot="drawing", name="Boat.pdf")
    clean(world, folder=folder_of(begun), slot="expertise", by="staff-1")
    (option,) = client.get(f"/en/applications/{begun.number}/form/proof").json["fields"][0]["options"]
    assert (option["value"], option["label"]) == (one.id, "Boat.pdf")
