"""Rows of every release: today's code reads them, loses nothing of them, shows them, and goes on with them."""

import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.sessions import session_store
from chalicelib.accounts.model import AccountState
from chalicelib.accounts.storage import ACCOUNT, parse_account
from chalicelib.app_factory import create_app
from chalicelib.cloud.table import key_of
from chalicelib.due import quarantine
from chalicelib.outbox.sender import sweep
from chalicelib.record import PLACES, Record
from chalicelib.sessions.actions import add_session, new_session, token_of
from chalicelib.staff.model import StaffRole
from chalicelib.unit_of_work import UnitOfWork
from chalicelib.web import cookies
from scheduled import expire, reconcile, remind
from tests.releases.rows import Released, files, version
from tests.releases.walk import Walker
from tests.releases.worlds import WORLDS
from tests.support.http import Browser
from tests.support.memory import MemoryTable
from tests.support.row_kinds import kinds_of
from tests.support.staff import staff_browser

FILES = pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}-{file.stem}")
DAYS = (0, 1, 8, 31, 100, 400, 1000)  # from the release on, when the jobs run


def test_the_version_of_the_project_has_its_rows() -> None:
    kept = {file.stem for file in files() if file.parent.name == version()}
    assert kept == WORLDS.keys(), "run: python -m tests.releases.rows"


@pytest.mark.req("REL25")
@FILES
def test_every_row_is_read_and_stored_again_without_loss(file: Path) -> None:
    lost = {}
    for row in Released(file).rows:
        [declared] = kinds_of(key_of(row))
        if declared.kind.record:
            record = declared.kind.record.from_item(row)  # type: ignore[attr-defined]
            assert isinstance(record, Record)
            stored = record.stored()
            wrong = {name for name, value in row.items() if value is not None and stored.get(name) != value} - PLACES
            lost[key_of(row)] = wrong - {"shut"}  # a mailbox's own mark
    assert {key: names for key, names in lost.items() if names} == {}
    assert lost


@pytest.mark.req("REL22", "REL25", "REL27")
@FILES
def test_every_job_goes_on_with_them(file: Path, logged: StringIO) -> None:
    world = Released(file)
    for days in DAYS:
        world.clock.advance(days=days - (world.now - world.since).days)
        sweep(world, world.now)
        for job in (expire, remind, reconcile):
            job.run(world, world.now)
    said = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert [each for each in said if each["message"].startswith(("due work failed", "left to newer"))] == []
    assert isinstance(world.table, MemoryTable)
    assert [row for row in world.table.items.values() if row.get("due_kind", "").endswith(quarantine(""))] == []


@pytest.mark.req("REL25")
@FILES
def test_everyone_sees_every_page_of_them_and_can_press_every_button(file: Path) -> None:
    world = Released(file)
    app = create_app(world)
    someone = staff_browser(world, app, *StaffRole, email="someone@body.example", language="en")
    visits = [(someone, "/en/staff"), *((person, "/en/account") for person in people(world, app))]
    done, kinds = set[str](), Counter[str]()
    for browser, start in visits:
        walker = Walker(world, browser, kinds)
        walker.walk(start)
        assert walker.wrong == []
        done |= walker.done
    assert len([each for each in done if each.startswith("POST")]) >= 10


def people(world: Released, app: Chalice) -> Iterator[Browser]:
    """Yield the browser of each who has an active account, signed in."""
    for row in world.rows:
        account = parse_account(row) if row["sk"] == ACCOUNT else None
        if account and account.state is AccountState.ACTIVE:
            work, store, secret = UnitOfWork(world, world.now), session_store(world), world.ids.secret()
            audience = account.audiences[0]
            add_session(store, work, account, new_session(store, account, secret, "Firefox", world.now, audience))
            work.commit()
            browser = Browser(app)
            browser.cookies[cookies.SESSION] = token_of(account, secret)
            yield browser
