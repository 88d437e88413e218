"""Drafts whose end was announced and that are kept: by going on with them, or by the link (REQUIREMENTS E2, E3)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.drafts import keep, review_drafts
from chalicelib.applications.model import ApplicationState
from chalicelib.retention.errors import KeepLinkVoid
from tests.support.applications import as_it_is, autosaved, draft
from tests.support.drafts import DAY, OVER, PLAIN, announced, run, told
from tests.support.faults import InterruptedTable
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE
from tests.support.world import World, link_in, token_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


# --- called off ---


@pytest.mark.req("E3", "REL23")
def test_saving_a_page_calls_off_what_was_announced(world: Worlds) -> None:
    here = world("citizen-account")
    begun = announced(here)
    here.clock.advance(DAY)
    autosaved(here, begun, "plaintiff")
    assert run(here, OVER + 30 * DAY) == 0
    assert as_it_is(here, begun).state is ApplicationState.DRAFT
    assert [email for email in told(here) if email == "draft-expired"] == []


@pytest.mark.req("E3")
def test_its_time_begins_anew_then_with_both_notices(world: Worlds) -> None:
    here = world("citizen-account")
    begun = announced(here)
    autosaved(here, begun, "plaintiff")  # on 31 January at ten
    moments = ["2027-12-02T15:00", "2028-01-01T15:00", "2028-01-31T15:00"]
    run(here, OVER)
    assert [run(here, datetime.fromisoformat(f"{moment}Z")) for moment in moments] == [1, 1, 1]


@pytest.mark.req("REL23", "REL05")
def test_who_saves_at_the_very_moment_of_the_end_keeps_the_draft() -> None:
    table = InterruptedTable()
    here = World("citizen-account", table)
    begun = announced(here)
    here.clock.advance(OVER - here.now)
    table.interruption = lambda: autosaved(here, begun, "plaintiff")
    assert review_drafts(here, here.now) == 0
    assert as_it_is(here, begun).state is ApplicationState.DRAFT


@pytest.mark.req("F2", "E2")
def test_saving_costs_what_it_did_and_watches_nothing_anew() -> None:
    here = World("citizen-account", table := MemoryTable())
    begun = draft(here, PLAIN)
    table.calls.clear()
    autosaved(here, begun, "plaintiff")
    assert table.calls.count("update") == 1
    assert "commit" not in table.calls


# --- kept by the link ---


@pytest.mark.req("E3", "SEC19")
def test_looking_at_the_link_changes_nothing_and_one_click_keeps_the_draft(app_for: AppFactory) -> None:
    here = World("citizen-account", table := MemoryTable())
    begun = announced(here)
    browser = Browser(app_for(here))
    before = dict(table.items)
    page = browser.get(browser.get(link_in(here.mail(ZOE))).location)
    assert (page.status, table.items) == (200, before)
    kept = browser.post(f"/fr/keep/applications/{begun.number}")
    assert (kept.status, kept.location) == (303, "/fr/sign-in")
    assert "est conservée" in browser.get(kept.location).body
    assert run(here, OVER + 200 * DAY) == 0


@pytest.mark.req("E3")
@pytest.mark.parametrize("notice", [0, 1])
def test_the_link_of_either_notice_keeps_it(world: Worlds, notice: int) -> None:
    here = world("citizen-account")
    begun = announced(here)
    keep(here, begun.number, token_in(here.mails(ZOE)[notice]), here.now)
    assert as_it_is(here, begun).saved_at == here.now


@pytest.mark.req("E3", "SEC24")
def test_a_link_works_once_and_not_after_other_activity(world: Worlds) -> None:
    here = world("citizen-account")
    begun = announced(here)
    token = token_in(here.mail(ZOE))
    here.clock.advance(DAY)
    autosaved(here, begun, "plaintiff")
    with pytest.raises(KeepLinkVoid):
        keep(here, begun.number, token, here.now)


@pytest.mark.req("SEC19", "X3")
@pytest.mark.parametrize("wrong", ["", "x", "0" * 75, "other draft", "too late"])
def test_a_wrong_link_is_a_problem_that_tells_nothing(app_for: AppFactory, wrong: str) -> None:
    here = World("citizen-account")
    begun, other = announced(here), draft(here, PLAIN)
    token = token_in(here.mail(ZOE))
    if wrong == "too late":
        run(here, OVER)
    number = other.number if wrong == "other draft" else begun.number
    fields = {"token": token if " " in wrong else wrong} if wrong else {}
    answer = Program(app_for(here)).post(f"/en/keep/applications/{number}", **fields)
    assert (answer.status, answer.json["title"]) == (422, "This link can’t be used")
