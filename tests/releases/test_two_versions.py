"""Two versions of the code at once: what newer code wrote survives, and what only newer code can read is left alone."""

from collections.abc import Callable
from io import StringIO
from typing import Any, cast

import pytest
from chalice.app import Chalice

from chalicelib.accounts.storage import account_key
from chalicelib.applications.storage import application_key
from chalicelib.cloud.table import Key
from chalicelib.outbox.sender import sweep
from chalicelib.outbox.storage import outbox_key
from scheduled import deliver
from tests.faults.crashes import Ground
from tests.faults.test_crashes import CASES
from tests.releases.newer import NewerTable
from tests.support.applications import browser, example, submitted
from tests.support.emails import enqueued
from tests.support.review import Office, all_but_trails
from tests.support.world import World

AppFactory = Callable[[World], Chalice]


@pytest.mark.req("REL25")
def test_what_newer_code_added_to_a_row_survives_whatever_is_done_with_it() -> None:
    lost = {}
    for name, case in CASES.items():
        ground = Ground(case, NewerTable)
        table = cast("NewerTable", ground.table)
        table.stop_adding()
        ground.well()
        lost[name] = table.lost
    assert {name: rows for name, rows in lost.items() if rows} == {}


# --- states that only newer code knows ---


def rewritten(world: World, key: Key, **attributes: Any) -> None:
    """Let newer code write attributes into a row."""
    world.table.update(key, attributes, {}, None)


@pytest.mark.req("REL25")
def test_a_page_of_something_in_a_newer_state_says_that_the_service_is_being_updated(app_for: AppFactory) -> None:
    world = example()
    file = submitted(world)
    person = browser(world, app_for(world))
    rewritten(world, application_key(file.account, file.number), state="paused")
    before = all_but_trails(world)
    page = person.get(f"/fr/applications/{file.number}")
    assert (page.status, page.headers["Retry-After"]) == (503, "60")
    assert "Le service est en cours de mise à jour" in page.body
    assert person.get("/fr/account").status == 200
    assert all_but_trails(world) == before


@pytest.mark.req("REL25")
def test_an_account_in_a_newer_state_lets_nobody_in_and_says_why(app_for: AppFactory) -> None:
    world = example()
    file = submitted(world)
    person = browser(world, app_for(world))
    rewritten(world, account_key(file.account), state="dormant")
    page = person.get("/en/account")
    assert (page.status, page.headers["Retry-After"]) == (503, "60")
    assert "The service is being updated" in page.body


@pytest.mark.req("REL25", "W1")
def test_a_file_in_a_newer_state_does_not_keep_staff_from_the_others() -> None:
    office = Office()
    newer, other = submitted(office.world), submitted(office.world, email="ada@example.org")
    rewritten(office.world, application_key(newer.account, newer.number), state="paused")
    page = office.browser().get("/en/staff/queue")
    assert page.status == 200
    assert [other.number in page.body, newer.number in page.body] == [True, False]


@pytest.mark.req("REL25", "REL27")
def test_jobs_leave_what_only_newer_code_can_do_as_it_is_and_do_the_rest(logged: StringIO) -> None:
    world = World("citizen-account")
    newer, other = (enqueued(world, email) for email in ("ada@example.org", "zoe@example.org"))
    rewritten(world, outbox_key(newer), state="queued")
    before = world.table.get(outbox_key(newer))
    world.clock.advance(hours=1)
    told = deliver.run(inserted(newer, other), world, world.now)
    sweep(world, world.now)
    assert told == {"batchItemFailures": []}
    assert [message.to for message in world.mailer.messages] == ["zoe@example.org"]
    assert world.table.get(outbox_key(newer)) == before
    assert "left to newer code" in logged.getvalue()
    assert '"undone":1' in logged.getvalue().replace(" ", "")


def inserted(*emails: str) -> dict[str, Any]:
    """Return an event of the stream that tells of new emails."""
    keys = [{"pk": {"S": outbox_key(each).pk}, "sk": {"S": "OUTBOX"}} for each in emails]
    records = [
        {"eventID": f"{n}", "eventName": "INSERT", "dynamodb": {"Keys": key, "SequenceNumber": f"{n}"}}
        for n, key in enumerate(keys)
    ]
    return {"Records": records}
