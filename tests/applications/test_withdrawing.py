"""A draft is withdrawn with all that is in it, and begun anew."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.activities.model import partition
from chalicelib.applications.actions.filing import withdraw
from chalicelib.applications.actions.find import documents_of
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import ApplicationState
from chalicelib.documents.model import DocumentState
from tests.support.applications import (
    activities,
    as_it_is,
    asked,
    browser,
    changed,
    draft,
    example,
    filing,
    filled,
    person,
    submitted,
)
from tests.support.people import ZOE
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


@pytest.mark.req("F6", "X2")
def test_who_withdraws_can_begin_anew(app_for: AppFactory) -> None:
    world = example()
    complete = filled(world)
    client = browser(world, app_for(world))
    client.get(f"/fr/applications/{complete.number}/leave")
    page = client.get(client.post(f"/fr/applications/{complete.number}/leave/withdraw").location)
    assert "Votre demande est retirée" in page.body
    again = draft(world)
    assert (again.number != complete.number, again.answers) == (True, {})


@pytest.mark.req("F6")
def test_what_is_withdrawn_leaves_no_answers_and_no_documents(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    withdraw(here, person(here), complete.number, here.now)
    found = as_it_is(here, complete)
    assert (found.state, found.answers, documents_of(here, found, here.now)) == (ApplicationState.WITHDRAWN, {}, [])
    rows = here.table.query(partition(found.account), f"APPLICATION#{found.number}#DOCUMENT#")
    assert {row["state"] for row in rows} == {DocumentState.REMOVED}


@pytest.mark.req("F6", "REL04")
def test_to_withdraw_twice_is_to_withdraw_once(world: Worlds) -> None:
    here = world("example")
    begun = draft(here)
    for _ in range(2):
        withdraw(here, person(here), begun.number, here.now)
    assert activities(here, begun).count("application-withdrawn") == 1
    with pytest.raises(Locked):
        filing(here, begun)


@pytest.mark.req("F6", "F8")
@pytest.mark.parametrize(
    "state", [ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.IN_REVIEW, ApplicationState.EXPIRED]
)
def test_only_a_draft_is_withdrawn(state: ApplicationState) -> None:
    world = example()
    filed = changed(world, submitted(world), state=state)
    with pytest.raises(Locked):
        withdraw(world, person(world), filed.number, world.now)
    with pytest.raises(Locked):
        withdraw(world, person(world), asked(world, submitted(world, email=ZOE), "?").number, world.now)
