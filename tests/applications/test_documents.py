"""The documents of an application: asked of the person or of others, chosen on pages, whole at submission."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions import documents as actions
from chalicelib.applications.actions.filing import submit, withdraw
from chalicelib.applications.actions.find import documents_of, folder_of
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.documents.actions.review import review
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document, DocumentState, Opinion
from chalicelib.errors import NotFound
from tests.support.applications import (
    as_it_is,
    asked,
    autosaved,
    browser,
    draft,
    example,
    filled,
    in_slot,
    person,
    program,
    submitted,
)
from tests.support.documents import clean, committed, now_is, pdf, posted, scanned
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def photograph(world: World, application: Application, **more: Any) -> Document:
    """Add a document as its owner does, and send the file; it waits for the scanner."""
    who, wish = person(world), AddDocument(slot="photograph", **more)
    added = actions.add(world, who, application.number, wish, world.now)
    posted(world, added)
    return actions.confirm(world, who, application.number, added.id, world.now)


# --- by a person ---


@pytest.mark.req("F3", "X2")
def test_a_document_goes_its_way_without_scripts(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = browser(world, app_for(world))
    page = f"/fr/applications/{begun.number}/documents"
    client.get(page)
    place = client.post(page, slot="photograph").location
    form = client.get(place).body
    assert [text in form for text in ('name="largest"', 'name="success_action_redirect"')] == [True, True]
    added = now_is(world, _only(world, begun))
    posted(world, added, name="Moi.pdf")
    assert "Moi.pdf" in client.get(place).body
    assert client.post(place).location == page
    scanned(world, _only(world, begun))
    assert client.get(f"{place}/file").location.startswith("https://guichet-test-uploads.files.example/kept/")
    assert client.post(f"{place}/remove").location == page
    assert documents_of(world, begun, world.now) == []


def _only(world: World, application: Application) -> Document:
    (document,) = documents_of(world, application, world.now)
    return document


@pytest.mark.req("F3", "X3")
def test_a_program_is_given_the_form_and_sees_each_state(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    client = program(world, app_for(world))
    base = f"/en/applications/{begun.number}/documents"
    upload = client.post(base, slot="photograph").json
    world.files.post(upload["fields"], "me.pdf", pdf())
    states = [client.post(f"{base}/{upload['document']}", "{}").json["state"]]
    scanned(world, _only(world, begun))
    states += [client.get(base).json["slots"][0]["documents"][0]["state"]]
    assert states == ["received", "clean"]


@pytest.mark.req("F3", "F4")
@pytest.mark.parametrize("slot", ["expertise", "nothing", "PHOTOGRAPH"])
def test_only_what_is_asked_of_the_person_can_be_added(slot: str) -> None:
    world = example()
    complete = filled(world)
    with pytest.raises(NotFound):
        actions.add(world, person(world), complete.number, AddDocument(slot=slot), world.now)


@pytest.mark.req("F3", "REL05")
def test_every_change_of_a_document_is_one_of_the_application_but_a_form_for_one(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    kept = photograph(here, begun)
    assert as_it_is(here, begun).version == 2
    actions.remove(here, person(here), begun.number, kept.id, here.now)
    assert as_it_is(here, begun).version == 3


@pytest.mark.req("F3")
def test_another_photograph_takes_the_place_of_the_first(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    first = photograph(here, begun)
    second = photograph(here, begun, replaces=first.id)
    assert now_is(here, first).is_in_hand
    scanned(here, second)
    assert now_is(here, first).state is DocumentState.REPLACED
    assert now_is(here, second).is_in_hand


@pytest.mark.req("F3")
def test_but_not_of_a_drawing() -> None:
    world = example()
    begun = draft(world)
    drawing = clean(world, folder=folder_of(begun), slot="drawing")
    with pytest.raises(NotFound):
        photograph(world, begun, replaces=drawing.id)


@pytest.mark.req("F4")
def test_what_an_institution_sent_is_not_the_persons_to_take_away_or_replace() -> None:
    world = example()
    complete = filled(world)
    theirs = clean(world, folder=folder_of(complete), slot="expertise", by="staff-1")
    zoe = person(world)
    with pytest.raises(NotFound):
        actions.remove(world, zoe, complete.number, theirs.id, world.now)
    with pytest.raises(NotFound):
        photograph(world, complete, replaces=theirs.id)
    assert now_is(world, theirs).state is DocumentState.CLEAN


@pytest.mark.req("F4")
def test_nor_to_send_in_the_institutions_place() -> None:
    world = example()
    complete = filled(world)
    expected = clean(world, folder=folder_of(complete), slot="expertise", by="staff-1")
    with pytest.raises(NotFound):
        actions.confirm(world, person(world), complete.number, expected.id, world.now)


# --- after the submission ---


@pytest.mark.req("F5", "F3")
def test_once_submitted_no_document_is_added_kept_or_removed(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    late = actions.add(here, person(here), complete.number, AddDocument(slot="photograph"), here.now)
    submit(here, person(here), complete.number, here.now)
    posted(here, late)
    with pytest.raises(Locked):
        actions.confirm(here, person(here), complete.number, late.id, here.now)
    with pytest.raises(Locked):
        photograph(here, complete)
    with pytest.raises(Locked):
        actions.remove(here, person(here), complete.number, in_slot(here, complete, "photograph").id, here.now)


@pytest.mark.req("F8", "F3")
def test_who_is_asked_for_more_can_add_documents_and_take_those_back(world: Worlds) -> None:
    here = world("example")
    filed = submitted(here)
    here.clock.advance(timedelta(days=1))
    asked(here, filed, "Une autre photo, s’il vous plaît.")
    added = photograph(here, filed)
    actions.remove(here, person(here), filed.number, added.id, here.now)
    with pytest.raises(Locked):
        actions.remove(here, person(here), filed.number, in_slot(here, filed, "photograph").id, here.now)


@pytest.mark.req("F8", "F3")
def test_and_what_was_refused_can_be_replaced(world: Worlds) -> None:
    here = world("example")
    filed = submitted(here)
    refused = in_slot(here, filed, "photograph")
    opinion = Opinion("Elle est floue.")
    committed(here, lambda work: review(work, refused.place, refused.id, opinion))
    here.clock.advance(timedelta(days=1))
    asked(here, filed, "Une photo nette, s’il vous plaît.")
    scanned(here, photograph(here, filed, replaces=refused.id))
    assert now_is(here, refused).state is DocumentState.REPLACED


@pytest.mark.req("F3")
@pytest.mark.parametrize("end", [submit, withdraw])
def test_who_changes_a_document_many_times_can_still_submit_or_withdraw(end: Any) -> None:
    world = example()
    complete = filled(world)
    last = in_slot(world, complete, "photograph")
    for _ in range(120):
        world.clock.advance(minutes=1)  # or the checks of the hour would be used up
        last = scanned(world, photograph(world, complete, replaces=last.id))
    autosaved(world, complete, "proof", picture=last.id)
    end(world, person(world), complete.number, world.now)
    assert as_it_is(world, complete).state is not ApplicationState.DRAFT
