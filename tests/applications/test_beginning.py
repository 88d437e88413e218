"""Who may begin what, how many drafts one may have, and until when each is open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.filing import begin
from chalicelib.applications.actions.find import list_own
from chalicelib.applications.errors import Locked, NotEligible, TooManyDrafts
from chalicelib.applications.model import ApplicationState
from tests.support.applications import (
    ODD,
    as_it_is,
    autosaved,
    browser,
    changed,
    draft,
    example,
    offering,
    person,
    program,
    service_named,
    submitted,
)
from tests.support.faults import InterruptedTable, LaggingTable
from tests.support.http import Program
from tests.support.memory import MemoryTable
from tests.support.portals import portal_of
from tests.support.world import CountedIds, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
ODDER, SECOND = "odder-permit", "social-worker-second-category"
TOMS = "tom@example.org"


# --- what there is ---


@pytest.mark.req("F1", "X3")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_everyone_can_read_what_there_is_to_apply_for(app_for: AppFactory, language: str) -> None:
    anyone = Program(app_for(offering(World("citizen-account", MemoryTable()))))
    listed = anyone.get(f"/{language}/services").json["services"]
    assert [each["key"] for each in listed] == ["security-guard-licence", "small-claims"]
    shown = anyone.get(f"/{language}/services/small-claims").json
    assert (shown["title"], len(shown["pages"])) == (listed[1]["title"], 5)


@pytest.mark.req("F1")
def test_a_service_that_there_is_not_is_absent(app_for: AppFactory) -> None:
    world = example()
    client = program(world, app_for(world))
    answers = [client.get("/fr/services/free-money"), client.post("/fr/services/free-money/begin", "{}")]
    assert [answer.status for answer in answers] == [404, 404]


@pytest.mark.req("F1", "F2", "X2")
def test_a_draft_is_begun_without_scripts_and_listed(app_for: AppFactory) -> None:
    world = example()
    client = browser(world, app_for(world))
    client.get("/fr/services/odd-permit")
    place = client.post("/fr/services/odd-permit/begin").location
    tasks = client.get(place).body
    assert [tasks.count(words) for words in ("Pas commencé", "Permis singulier")] == [3, 2]
    assert f'href="{place}"' in client.get("/fr/applications").body


@pytest.mark.req("F2")
def test_the_list_has_active_files_and_past_ones_the_newest_first(app_for: AppFactory) -> None:
    world = example()
    gone = changed(world, draft(world), state=ApplicationState.WITHDRAWN)
    world.clock.advance(timedelta(seconds=1))
    filed = submitted(world)
    world.clock.advance(timedelta(seconds=1))
    begun = draft(world)
    draft(world, email=TOMS)
    listed = program(world, app_for(world)).get("/en/applications").json
    assert [each["number"] for each in listed["active"]] == [begun.number, filed.number]
    assert [(each["number"], each["state"]) for each in listed["past"]] == [(gone.number, "withdrawn")]


# --- who may ---


@pytest.mark.req("F10")
@pytest.mark.parametrize("state", [state for state in ApplicationState if state is not ApplicationState.APPROVED])
def test_what_is_for_holders_of_another_permit_is_not_for_who_only_asked_for_it(
    world: Worlds, state: ApplicationState
) -> None:
    here = world("example")
    changed(here, draft(here), state=state)
    with pytest.raises(NotEligible):
        draft(here, ODDER)


@pytest.mark.req("F10")
@pytest.mark.parametrize(
    ("portal", "first", "second"), [("example", ODD, ODDER), ("social-work", "social-service-worker", SECOND)]
)
def test_who_was_approved_in_one_category_may_apply_for_the_other(
    world: Worlds, portal: str, first: str, second: str
) -> None:
    here = world(portal)
    audience = service_named(offering(here), second).eligibility.audiences[0]
    changed(here, draft(here, first), state=ApplicationState.APPROVED)
    assert draft(here, second, audience=audience).service == second


@pytest.mark.req("F10", "SEC38")
def test_anothers_permit_opens_nothing(world: Worlds) -> None:
    here = world("example")
    changed(here, draft(here, email=TOMS), state=ApplicationState.APPROVED)
    with pytest.raises(NotEligible):
        draft(here, ODDER)


@pytest.mark.req("F10")
def test_a_service_is_for_its_audience(app_for: AppFactory) -> None:
    world = offering(World("psychotherapy", MemoryTable()))
    assert draft(world, "category-transfer", audience="registrant").service == "category-transfer"
    answer = program(world, app_for(world)).post("/en/services/category-transfer/begin", "{}")
    assert (answer.status, answer.json["title"]) == (403, "This service is not open to you")


# --- how many, and until when ---


@pytest.mark.req("F2")
def test_one_has_as_many_drafts_at_once_as_the_policy_says(world: Worlds) -> None:
    here = world("example")
    first, *_ = (draft(here) for _ in range(3))
    with pytest.raises(TooManyDrafts):
        draft(here)
    changed(here, first, state=ApplicationState.SUBMITTED)
    assert draft(here).state is ApplicationState.DRAFT


@pytest.mark.req("F2", "REL29")
def test_a_view_without_the_last_draft_begins_no_draft_too_many() -> None:
    table = LaggingTable()
    here = offering(World(portal_of("example"), table))
    who = person(here)
    table.lag("APPLICATION#")
    for _ in range(3):
        begin(here, who, service_named(here, ODD), "fr", here.now)
    with pytest.raises(TooManyDrafts):
        begin(here, who, service_named(here, ODD), "fr", here.now)


@pytest.mark.req("F2", "REL29")
def test_of_two_last_drafts_that_are_begun_at_once_one_is_refused() -> None:
    table = InterruptedTable()
    here = offering(World(portal_of("example"), table))
    who = person(here)
    for _ in range(2):
        begin(here, who, service_named(here, ODD), "fr", here.now)
    table.interruption = lambda: begin(here, who, service_named(here, ODD), "fr", here.now)
    with pytest.raises(TooManyDrafts):
        begin(here, who, service_named(here, ODD), "fr", here.now)


@pytest.mark.req("F11")
@pytest.mark.parametrize(
    ("portal", "service", "kept"),
    [
        ("example", ODD, timedelta(days=5)),
        ("citizen-account", "security-guard-licence", timedelta(days=30, hours=-1)),  # over a change of the clocks
    ],
)
def test_a_draft_is_open_until_the_very_second(world: Worlds, portal: str, service: str, kept: timedelta) -> None:
    here = world(portal)
    one, other = draft(here, service), draft(here, service)
    page = service_named(here, service).pages[0]
    here.clock.advance(kept - timedelta(seconds=1))
    assert autosaved(here, one, page.key).application.version == 2
    here.clock.advance(timedelta(seconds=1))
    with pytest.raises(Locked):
        autosaved(here, other, page.key)
    assert autosaved(here, one, page.key).application.version == 3  # which was saved a second ago


@pytest.mark.req("F11", "F2")
def test_a_draft_whose_time_is_over_takes_no_ones_place(world: Worlds) -> None:
    here = world("example")
    for _ in range(3):
        draft(here)
    here.clock.advance(timedelta(days=5))
    assert draft(here).state is ApplicationState.DRAFT


@pytest.mark.req("F11")
def test_its_page_says_until_when_and_that_nothing_more_can_be_done(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    app = app_for(world)
    path = f"/en/applications/{begun.number}"
    assert program(world, app).get(path).json["kept_until"] == "2026-03-07T15:00:00Z"
    world.clock.advance(timedelta(days=5))
    late = program(world, app)
    saved = late.post(f"{path}/form/danger/answers", seen=1, answers={})
    assert (saved.status, saved.json["title"]) == (409, "This application can no longer be changed")
    assert late.post(f"{path}/check", declaration="yes").status == 409


# --- its number ---


class Repeating(CountedIds):
    """Draws one number several times before it draws another."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = iter(["123456789"] * 3 + ["987654321"])

    def digits(self, count: int) -> str:  # noqa: ARG002 -- nine
        return next(self._drawn)


@pytest.mark.req("REL06", "F5")
def test_a_number_that_is_taken_is_drawn_again(world: Worlds) -> None:
    here = world("example")
    here.ids = Repeating()
    first, second = draft(here), draft(here, email=TOMS)
    assert (first.number, second.number) == ("123456789", "987654321")
    assert as_it_is(here, first).account != as_it_is(here, second).account


@pytest.mark.req("F2", "X1")
def test_the_draft_is_the_persons_alone_and_in_their_language() -> None:
    world = example()
    zoe = person(world)
    begun = begin(world, zoe, service_named(world, ODD), "en", world.now)
    assert [each.number for each in list_own(world, zoe)] == [begun.number]
    assert (begun.language, list_own(world, person(world, TOMS))) == ("fr", [])
