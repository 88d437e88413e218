"""An application is submitted once, whole, and dated the day that counts; or it is withdrawn. Then it is locked."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.fees import invoices_of
from chalicelib.applications.actions.filing import withdraw
from chalicelib.applications.actions.find import documents_of
from chalicelib.applications.actions.queue import QueueFilter, waiting
from chalicelib.applications.errors import Incomplete, Locked
from chalicelib.applications.model import ApplicationState
from chalicelib.portal.fees import load_fees
from tests.conftest import EXAMPLES
from tests.support.applications import (
    activities,
    as_it_is,
    autosaved,
    browser,
    draft,
    example,
    filing,
    filled,
    offering,
    person,
    program,
    saved,
    submitted,
)
from tests.support.documents import scanned, sent
from tests.support.faults import InterruptedTable
from tests.support.memory import MemoryTable
from tests.support.people import ZOE
from tests.support.world import StillClock, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


def meanwhile(table: InterruptedTable, act: Callable[[], object]) -> None:
    """Let something else happen just before the next commit."""

    def interruption() -> None:
        act()

    table.interruption = interruption


# --- submitting ---


@pytest.mark.req("F5", "X2", "X3")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_checked_declared_and_submitted_without_scripts(app_for: AppFactory, language: str) -> None:
    world = example()
    complete = filled(world)
    client = browser(world, app_for(world))
    path = f"/{language}/applications/{complete.number}"
    check = client.get(f"{path}/check").body
    assert [text in check for text in ("Zoé Tremblay", "12, rue de la Grève")] == [True, True]
    done = client.post(f"{path}/check", declaration="yes")
    assert (done.status, done.location) == (303, f"{path}/submitted")
    number = re.sub(r"(...)(...)(...)", "\\1-\\2-\\3", complete.number)
    assert number in client.get(done.location).body.replace("\u2011", "-")


@pytest.mark.req("F5")
@pytest.mark.parametrize("body", ['{"declaration": false}', '{"declaration": "no"}', "{}"])
def test_who_declares_nothing_submits_nothing(app_for: AppFactory, body: str) -> None:
    world = example()
    complete = filled(world)
    answer = program(world, app_for(world)).post(f"/en/applications/{complete.number}/check", body)
    assert (answer.status, answer.json["errors"]) == (422, {"declaration": "Confirm the declaration to submit."})
    assert as_it_is(world, complete) == complete


@pytest.mark.req("F5", "X2")
def test_what_is_missing_is_said_page_by_page(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    autosaved(world, begun, "the-thing", is_dangerous="no", count="99")
    client = browser(world, app_for(world))
    path = f"/en/applications/{begun.number}"
    client.get(f"{path}/check")
    page = client.post(f"{path}/check", declaration="yes")
    assert page.status == 422
    links = re.findall(r'<a href="#([^"]+)">', page.body)
    assert [link in links for link in ("person.full_name", "the-thing.count", "proof.is_true")] == [True] * 3
    assert [link for link in links if f'id="{link}"' not in page.body] == []


@pytest.mark.req("F5")
def test_the_check_page_shows_the_right_answers_of_a_page_beside_a_wrong_one(app_for: AppFactory) -> None:
    world = example()
    complete = filled(world)
    autosaved(world, complete, "the-thing", count="99")
    shown = program(world, app_for(world)).get(f"/en/applications/{complete.number}/check").json
    answers = {each["name"]: each for section in shown["sections"] for each in section["answers"]}
    assert (answers["colours"]["lines"], answers["count"]["lines"]) == (["Red"], [])
    assert answers["count"]["missing"] == "How many?: enter a whole number from 3 to 77."


@pytest.mark.req("F5", "X1")
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ["Zoé Tremblay", "27 mars 1990", "0,07 $", "3 objets", "Remise", "Confirmé"]),
        ("en", ["Zoé Tremblay", "March 27, 1990", "$0.07", "3 things", "Shed", "Confirmed"]),
    ],
)
def test_answers_are_written_as_the_language_writes_them(app_for: AppFactory, language: str, lines: list[str]) -> None:
    world = example()
    complete = filled(world)
    shown = program(world, app_for(world)).get(f"/{language}/applications/{complete.number}/check").json
    found = [line for section in shown["sections"] for each in section["answers"] for line in each["lines"]]
    assert [line for line in lines if line not in [each.replace("\u00a0", " ") for each in found]] == []


@pytest.mark.req("F5", "REL04")
def test_who_submits_twice_has_one_application_one_email_and_one_entry(world: Worlds) -> None:
    here = world("example")
    complete = filled(here)
    first, second = filing(here, complete), filing(here, complete)
    assert (first.number, first.submitted_at) == (second.number, second.submitted_at)
    assert [mail.to for mail in here.mails()] == [ZOE]
    assert activities(here, complete).count("application-submitted") == 1


@pytest.mark.req("REL04", "F5")
def test_of_two_windows_that_submit_at_once_both_see_the_one_application(app_for: AppFactory) -> None:
    table = InterruptedTable()
    world = example()
    world.table, world.fees = table, load_fees("example", EXAMPLES)
    complete = filled(world)
    client = program(world, app_for(world))
    meanwhile(table, lambda: filing(world, complete))
    answer = client.post(f"/en/applications/{complete.number}/check", declaration=True)
    assert (answer.status, answer.json["number"]) == (200, complete.number)
    assert len(world.mails(ZOE)) == 1
    assert [each.invoice.debt.event for each in invoices_of(world, complete)] == ["application"]


@pytest.mark.req("REL05")
def test_what_is_typed_while_it_is_submitted_counts() -> None:
    table = InterruptedTable()
    here = example()
    here.table = table
    complete = filled(here)
    meanwhile(table, lambda: autosaved(here, complete, "person", full_name=""))
    with pytest.raises(Incomplete):
        filing(here, complete)
    assert as_it_is(here, complete).state is ApplicationState.DRAFT


@pytest.mark.req("REL05", "SEC49")
def test_what_the_scanner_finds_while_it_is_submitted_counts() -> None:
    table = InterruptedTable()
    here = example()
    here.table = table
    complete = filled(here)
    found = documents_of(here, complete, here.now)[0]
    waiting = sent(here, folder=found.place, slot="photograph")
    autosaved(here, complete, "proof", picture=waiting.id)
    meanwhile(table, lambda: scanned(here, waiting, "THREATS_FOUND"))
    with pytest.raises(Incomplete) as refused:
        filing(here, complete)
    assert refused.value.errors.keys() == {"proof.picture"}


@pytest.mark.req("F5")
def test_the_steps_tell_when_it_was_submitted(world: Worlds) -> None:
    here = world("example")
    filed = submitted(here)
    found = as_it_is(here, filed)
    assert [(step.state, step.at, step.by) for step in found.steps] == [
        (ApplicationState.SUBMITTED, here.now, found.account)
    ]
    assert [each.number for each in waiting(here, QueueFilter(), None, 9).files] == [found.number]


@pytest.mark.req("F11")
def test_what_is_submitted_never_expires(app_for: AppFactory) -> None:
    world = offering(World("citizen-account", MemoryTable()))
    filed = submitted(world, "small-claims")
    world.clock.advance(timedelta(days=4000))
    shown = program(world, app_for(world)).get(f"/en/applications/{filed.number}").json
    assert (shown["state"], shown["kept_until"], shown["waits_for"]) == ("submitted", None, "staff")


# --- the day that counts ---


@pytest.mark.req("F5")
@pytest.mark.parametrize(
    ("moment", "day", "said"),
    [
        (datetime(2023, 10, 2, 14, 0, tzinfo=UTC), date(2023, 10, 3), "3\u00a0octobre\u00a02023"),
        (datetime(2023, 10, 4, 3, 30, tzinfo=UTC), date(2023, 10, 3), "3\u00a0octobre\u00a02023"),  # Tuesday, 23:30
        (datetime(2023, 10, 4, 4, 0, tzinfo=UTC), date(2023, 10, 4), "4\u00a0octobre\u00a02023"),
    ],
)
def test_a_filing_on_the_closed_day_is_dated_the_next_open_one(
    app_for: AppFactory, moment: datetime, day: date, said: str
) -> None:
    world = offering(World("citizen-account", MemoryTable()))
    world.clock = StillClock(moment)
    filed = submitted(world, "small-claims")
    assert (filed.filed_on, filed.submitted_at) == (day, moment)
    page = browser(world, app_for(world)).get(f"/fr/applications/{filed.number}/submitted")
    assert said in page.body


# --- locked ---


@pytest.mark.req("F5", "REL05")
def test_after_the_submission_it_is_locked(world: Worlds) -> None:
    here = world("example")
    filed = as_it_is(here, submitted(here))
    with pytest.raises(Locked):
        withdraw(here, person(here), filed.number, here.now)
    with pytest.raises(Locked):
        saved(here, filed, "danger", danger_details="Il mord.")
    assert as_it_is(here, filed) == filed


@pytest.mark.req("F5")
def test_a_draft_has_no_confirmation(app_for: AppFactory) -> None:
    world = example()
    begun = draft(world)
    assert program(world, app_for(world)).get(f"/en/applications/{begun.number}/submitted").status == 404
