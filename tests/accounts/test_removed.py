"""What an account leaves whose end has come: rows, files and look-ups go, the books stay; however it is cut short."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.retention import schedule_account_review
from chalicelib.accounts.model import Account
from chalicelib.applications.actions.find import get_by_number
from chalicelib.applications.actions.notes import write_note
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.billing.debts import Line
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.billing.storage import add
from chalicelib.cloud.table import Change, Key, Unavailable
from chalicelib.portal.text import Text
from chalicelib.unit_of_work import UnitOfWork
from scheduled import expire
from tests.support.absence import DAY, rows_of
from tests.support.applications import changed, draft, example, filled, id_of, submitted
from tests.support.applications import person as person_of
from tests.support.billing import debt
from tests.support.memory import MemoryTable
from tests.support.people import ZOE
from tests.support.world import World

STAFF = "staff-1"
KEPT = 23  # days: the time of accounts in `example`, whose end is announced 8 and 5 before


class Mortal(MemoryTable):
    """Dies at the commit that is counted down to, before it or after."""

    def __init__(self) -> None:
        super().__init__()
        self.left = -1
        self.is_done = False

    def commit(self, change: Change) -> None:
        self.left -= 1
        if self.left == 0 and not self.is_done:
            raise Unavailable("killed before")
        super().commit(change)
        if self.left == 0:
            raise Unavailable("killed after")


def reviewed(world: World) -> Account:
    """Return someone whose account has a time."""
    account = person_of(world).account
    work = UnitOfWork(world, world.now)
    schedule_account_review(work, account)
    work.commit()
    return account


def full(world: World) -> Application:
    """Return a refused application of someone who has a draft too, with files, notes and trails."""
    reviewed(world)
    refused = changed(world, submitted(world), state=ApplicationState.REFUSED)
    write_note(world, refused.number, "Vu.", STAFF, world.now)
    filled(world)
    return refused


def lived(world: World, days: int = KEPT + 3) -> None:
    """Let days pass with a run of the jobs each."""
    for _ in range(days):
        world.clock.advance(DAY)
        expire.run(world, world.now)
        world.mails()


def left(world: World, table: MemoryTable) -> Iterator[Key]:
    """Yield what still says anything of the person, but what TTL collects."""
    for key, item in table.items.items():
        if id_of(ZOE) in str(item) and "ttl" not in item and key.sk != "TOMBSTONE":
            yield key


@pytest.fixture
def here() -> World:
    return example()


@pytest.mark.req("E1", "E3")
def test_rows_files_and_look_ups_go_and_nothing_says_whose_they_were(here: World) -> None:
    here.table = table = MemoryTable()
    refused = full(here)
    assert here.files.keys()
    lived(here)
    assert list(left(here, table)) == []
    assert get_by_number(here, refused.number) is None
    assert here.files.keys() == set()
    assert [key for key, item in table.items.items() if ZOE in str(item) and "ttl" not in item] == []


@pytest.mark.req("E1", "REL25")
@pytest.mark.parametrize("is_done", [False, True])
def test_wherever_the_job_is_killed_the_next_run_goes_on(*, is_done: bool) -> None:
    deaths = 0
    while died_at(deaths + 1, is_done=is_done):
        deaths += 1
    assert deaths > 1, "it was never killed between two commits"


def died_at(commit: int, *, is_done: bool) -> bool:
    """Kill the jobs of the last days at this commit, before it or after, and go on; tell whether there was one."""
    here = example()
    here.table = table = Mortal()
    full(here)
    lived(here, KEPT - 1)
    table.is_done, table.left = is_done, commit
    lived(here, 4)
    assert list(left(here, table)) == [], commit
    assert here.files.keys() == set(), commit
    return table.left <= 0


@pytest.mark.req("F11", "E3")
@pytest.mark.parametrize(
    "state",
    [ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.WAITING, ApplicationState.ON_HOLD],
)
def test_a_file_that_is_under_way_keeps_the_account_without_a_word(here: World, state: ApplicationState) -> None:
    reviewed(here)
    file = changed(here, submitted(here), state=state)
    lived(here, 100)
    assert get_by_number(here, file.number) == file
    assert [mail for mail in here.mails(ZOE) if "/keep/" in mail.text] == []


@pytest.mark.req("F11", "E3")
def test_once_it_is_decided_both_notices_still_come_first(here: World) -> None:
    reviewed(here)
    file = submitted(here)
    lived(here, 100)
    changed(here, file, state=ApplicationState.REFUSED)
    before = here.now
    while get_by_number(here, file.number):
        lived(here, 1)
    assert (here.now - before).days in range(8, 12)
    assert len([mail for mail in here.mails(ZOE) if "/keep/" in mail.text]) == 2


def billed(world: World, **more: Any) -> str:
    """Return the account of someone who has an invoice."""
    account = reviewed(world).id
    line = Line(label=Text(fr="Droits", en="Fee"), cents=1000)
    invoice = Invoice(id="i" * 32, debt=debt(account), lines=(line,), created_at=world.now, due_at=world.now, **more)
    work = UnitOfWork(world, world.now)
    add(work, invoice)
    work.commit()
    return account


@pytest.mark.req("F11", "M1", "E1")
@pytest.mark.parametrize("state", [InvoiceState.OWED, InvoiceState.OPEN])
def test_who_owes_something_is_not_removed(here: World, state: InvoiceState) -> None:
    account = billed(here, state=state)
    lived(here, 100)
    found = find.by_id(here, account)
    assert found
    assert found.is_active


@pytest.mark.req("E1", "M3")
def test_of_who_has_paid_the_books_stay(here: World) -> None:
    account = billed(here, state=InvoiceState.PAID)
    lived(here)
    assert rows_of(here, account) == {f"INVOICE#{'i' * 32}"}


@pytest.mark.req("E2")
def test_the_notices_of_a_draft_go_with_the_account() -> None:
    here = World("citizen-account", table := MemoryTable())
    reviewed(here)
    draft(here, "small-claims")
    for _ in range(64):
        here.clock.advance(DAY * 15)
        expire.run(here, here.now)
        here.mails()
    assert list(left(here, table)) == []
