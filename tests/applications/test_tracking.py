"""Following a file: all of it when signed in, its milestones with the number and the address, and nothing otherwise."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.find import look_up
from chalicelib.applications.actions.stages import count_leaving
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import moved
from chalicelib.errors import TooMany
from chalicelib.unit_of_work import UnitOfWork
from tests.support.applications import (
    as_it_is,
    asked,
    changed,
    draft,
    example,
    filled,
    offering,
    program,
    submitted,
)
from tests.support.http import Answer, Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE
from tests.support.world import World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
TOMS = "tom@example.org"


def tracked(app: Chalice, number: str, email: str = ZOE, address: str = "203.0.113.7") -> Answer:
    return Program(app, address).post("/en/track", number=number, email=email)


def shown(world: World, app: Chalice, application: Application) -> dict[str, object]:
    found: dict[str, object] = program(world, app).get(f"/en/applications/{application.number}").json
    return found


# --- one's own ---


@pytest.mark.req("F7")
def test_the_owner_sees_each_step_with_its_reason_and_not_who_of_the_staff_it_was(app_for: AppFactory) -> None:
    world = example()
    filed = as_it_is(world, submitted(world))
    review = moved(filed, ApplicationState.IN_REVIEW, "staff-1", world.now)
    held = moved(review, ApplicationState.ON_HOLD, "staff-1", world.now, "Le banc est en panne.")
    changed(world, filed, state=held.state, steps=held.steps)
    page = shown(world, app_for(world), filed)
    steps = [(step["state"], step["by"], step["reason"]) for step in page["steps"]]  # type: ignore[attr-defined]
    assert steps == [
        ("submitted", "you", None),
        ("in-review", "staff", None),
        ("on-hold", "staff", "Le banc est en panne."),
    ]
    assert "staff-1" not in str(page)


@pytest.mark.req("F7")
@pytest.mark.parametrize(
    ("state", "who"),
    [
        (ApplicationState.SUBMITTED, "staff"),
        (ApplicationState.IN_REVIEW, "staff"),
        (ApplicationState.ON_HOLD, "staff"),
        (ApplicationState.WAITING, "you"),
        (ApplicationState.APPROVED, None),
        (ApplicationState.REFUSED, None),
    ],
)
def test_it_is_said_who_acts_next(app_for: AppFactory, state: ApplicationState, who: str | None) -> None:
    world = example()
    file = changed(world, submitted(world), state=state)
    assert shown(world, app_for(world), file)["waits_for"] == who


@pytest.mark.req("F7", "F8")
def test_what_is_asked_of_one_stands_there_with_its_date(app_for: AppFactory) -> None:
    world = example()
    file = asked(world, submitted(world), "Pourquoi?")
    page = shown(world, app_for(world), file)
    (question,) = page["questions"]  # type: ignore[misc]
    assert (question["text"], question["answer_by"]) == ("Pourquoi?", "2026-03-11T15:00:00Z")  # type: ignore[has-type]


# --- by number and address ---


@pytest.mark.req("F7", "SEC43")
@pytest.mark.parametrize("form", ["{}{}{}-{}{}{}-{}{}{}", " {}{}{} {}{}{} {}{}{} ", "{}{}{}{}{}{}{}{}{}"])
def test_a_file_is_found_by_its_number_in_any_form_and_the_address_in_any_case(app_for: AppFactory, form: str) -> None:
    world = example()
    filed = submitted(world)
    found = tracked(app_for(world), form.format(*filed.number), "Zoe@EXAMPLE.org")
    assert (found.status, found.json["state"]) == (200, "submitted")


@pytest.mark.req("F7", "SEC43")
def test_milestones_hold_nothing_personal(app_for: AppFactory) -> None:
    world = example()
    file = asked(world, submitted(world), "Pourquoi avoir menti?")
    steps = as_it_is(world, file).steps
    changed(world, file, steps=(*steps[:-1], steps[-1].replace(reason="Le reçu est faux.")))
    found = tracked(app_for(world), file.number)
    assert found.json.keys() == {"number", "title", "state", "filed_on", "steps", "usual"}
    personal = ["Zoé", "zoe", "Grève", "Pourquoi", "reçu", "staff-1", file.account]
    assert [text for text in personal if text in found.body] == []


@pytest.mark.req("SEC43")
@pytest.mark.parametrize("trace", ["wrong number", "wrong address", "a draft", "withdrawn", "of a closed account"])
def test_whatever_is_wrong_the_answer_is_the_same(app_for: AppFactory, trace: str) -> None:
    world = example()
    filed, begun = submitted(world), filled(world, email=TOMS)
    gone = changed(world, draft(world, email=TOMS), state=ApplicationState.WITHDRAWN)
    numbers = {"wrong number": "999999999", "a draft": begun.number, "withdrawn": gone.number}
    if trace == "of a closed account":
        world.table.items.pop((f"ACCOUNT#{filed.account}", "ACCOUNT"))  # type: ignore[attr-defined]
    address = ZOE if trace in ("wrong number", "of a closed account") else TOMS
    answer = tracked(app_for(world), numbers.get(trace, filed.number), address)
    said = "No file has this number with this email address. Check both."
    assert (answer.status, answer.json["detail"], answer.json["errors"]) == (422, said, {"number": said})


@pytest.mark.req("SEC43")
@pytest.mark.parametrize("number", ["12345678", "1234567890", "123-456-78x", "123456789#DOCUMENT#1", ""])
def test_what_is_no_number_is_not_looked_for(app_for: AppFactory, number: str) -> None:
    table = MemoryTable()
    answer = tracked(app_for(World("citizen-account", table)), number)
    assert (answer.status, table.calls) == (422, [])


@pytest.mark.req("SEC43", "SEC09")
def test_from_one_network_address_a_minute_gives_ten_tries(app_for: AppFactory) -> None:
    world = offering(World("citizen-account", MemoryTable()))
    app = app_for(world)
    assert {tracked(app, "999999999").status for _ in range(10)} == {422}
    late = tracked(app, "999999999")
    assert (late.status, late.headers["Retry-After"]) == (429, "60")
    assert tracked(app, "999999999", address="203.0.113.8").status == 422
    world.clock.advance(timedelta(seconds=60))
    assert tracked(app, "999999999").status == 422


@pytest.mark.req("SEC43")
def test_and_all_addresses_together_have_a_budget_too(world: Worlds) -> None:
    here = world("example")
    filed = submitted(here)
    for number in range(9):
        look_up(here, filed.number, ZOE, f"203.0.113.{number}", here.now)
    for _ in range(2):  # while it is spent, as many from each
        look_up(here, filed.number, ZOE, "203.0.113.99", here.now)
    with pytest.raises(TooMany):
        look_up(here, filed.number, ZOE, "203.0.113.99", here.now)


@pytest.mark.req("F7", "X2")
def test_a_file_is_followed_without_scripts_and_what_was_typed_stays(app_for: AppFactory) -> None:
    world = example()
    filed = submitted(world)
    client = Browser(app_for(world))
    client.get("/fr/track")
    page = client.post("/fr/track", number="999 999 999", email=ZOE)
    assert [page.status, 'value="999 999 999"' in page.body, f'value="{ZOE}"' in page.body] == [422, True, True]
    page = client.post("/fr/track", number=filed.number, email=ZOE)
    assert [page.status, "Permis singulier" in page.body] == [200, True]


# --- how long it usually takes ---


def leave(world: World, like: Application, took: timedelta) -> None:
    """Let another file like this one leave its state after so long."""
    other = like.replace(number="000000000", steps=(like.steps[-1].replace(at=world.now - took),))
    work = UnitOfWork(world, world.now)
    count_leaving(work, other)
    work.commit()


@pytest.mark.req("F7")
def test_how_long_it_took_others_is_said_from_ten_files_on(app_for: AppFactory) -> None:
    world = offering(World("citizen-account", MemoryTable()))
    mine = submitted(world, "small-claims")
    app = app_for(world)
    for number, days in enumerate((1, 1, 2, 3, 3, 5, 8, 8, 13)):
        leave(world, mine, timedelta(days=days))
        assert shown(world, app, mine)["usual"] is None, number
    leave(world, mine, timedelta(days=21))
    assert shown(world, app, mine)["usual"] == {"median": 3, "most": 13}
    assert tracked(app, mine.number).json["usual"] == {"median": 3, "most": 13}


@pytest.mark.req("F7")
def test_files_of_the_last_ninety_days_are_counted(app_for: AppFactory) -> None:
    world = offering(World("citizen-account", MemoryTable()))
    mine = submitted(world, "small-claims")
    for _ in range(10):
        leave(world, mine, timedelta(days=2))
    world.clock.advance(timedelta(days=90, hours=-1, seconds=-1))  # the clocks were put forward
    assert shown(world, app_for(world), mine)["usual"] == {"median": 2, "most": 2}
    world.clock.advance(timedelta(seconds=1))
    assert shown(world, app_for(world), mine)["usual"] is None


@pytest.mark.req("F7")
def test_each_service_and_each_state_has_times_of_its_own(world: Worlds) -> None:
    here = world("example")
    mine = submitted(here)
    for _ in range(4):
        leave(here, mine, timedelta(days=2))
    leave(here, mine.replace(service="odder-permit"), timedelta(days=2))
    rows = ("odd-permit#submitted", "odder-permit#submitted", "odd-permit#in-review")
    assert [len(list(here.table.query(f"PROCESSING_TIME#{row}"))) for row in rows] == [1, 1, 0]
