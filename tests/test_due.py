"""Working through what is due: what is not done is left, and said."""

import json
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Conflict, Item, Key, Table, Unavailable
from chalicelib.due import SPARE, work_through
from tests.support.logs import silence
from tests.support.memory import MemoryTable
from tests.support.rows import row, written
from tests.support.world import START

KEYS = [Key(f"THING#{number}", "THING") for number in range(5)]


@pytest.fixture
def things() -> MemoryTable:
    """A table in which five things are due, one after the other."""
    table = MemoryTable()
    for number, key in enumerate(KEYS):
        change = Change(str(number))
        due_at = (START + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        change.put({**key._asdict(), "due_kind": "things", "due_at": due_at})
        table.commit(change)
    return table


def undone(logged: StringIO) -> list[int]:
    return [said["undone"] for said in map(json.loads, logged.getvalue().splitlines()) if "undone" in said]


@pytest.mark.req("REL22", "REL25")
def test_what_there_is_no_time_for_is_left_and_counted(things: MemoryTable, logged: StringIO) -> None:
    left = iter((SPARE, SPARE, SPARE - 1))
    assert work_through(things, "things", START + timedelta(hours=1), lambda _: True, lambda: next(left)) == 2
    assert undone(logged) == [3]


@pytest.mark.req("REL27")
def test_what_fails_is_left_and_counted_and_what_needs_nothing_is_not(things: MemoryTable, logged: StringIO) -> None:
    def act(key: Key) -> bool:
        if key == KEYS[1]:
            raise Unavailable("ThrottlingException")
        if key == KEYS[2]:
            raise ValueError
        if key == KEYS[3]:
            raise Conflict([key])  # another run does it
        return key != KEYS[4]

    assert work_through(things, "things", START + timedelta(hours=1), act) == 1
    assert undone(logged) == [2]


def test_where_all_is_done_nothing_is_said(things: MemoryTable, logged: StringIO) -> None:
    assert work_through(things, "things", START + timedelta(hours=1), lambda _: True) == 5
    assert undone(logged) == []


# --- rows that fail again and again ---

LATER = START + timedelta(hours=1)


def fill(table: Table, *names: str) -> None:
    """Let things be due, the first one first."""
    for number, name in enumerate(names):
        due_at = to_iso(START + timedelta(seconds=number))
        written(table, row(Key(name, "THING"), due_kind="things", due_at=due_at))


class Worker:
    """Does what is due in runs of so many pieces, but can't do what is poison; `tried` is in which order it tried."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.tried: list[str] = []
        self.mended = False

    def run(self, pieces: int = 99) -> int:
        left = iter([SPARE] * pieces)
        return work_through(self.table, "things", LATER, self._act, lambda: next(left, 0))

    def _act(self, key: Key) -> bool:
        self.tried.append(key.pk)
        if key.pk.startswith("poison") and not self.mended:
            raise ValueError("a row that can't be read")
        self.table.update(key, {"due_at": to_iso(LATER + timedelta(days=1)), "due_kind": "things"}, {}, None)
        return True


@pytest.mark.req("REL22", "REL27")
def test_many_rows_that_fail_do_not_starve_the_rows_behind_them(table: Table) -> None:
    fill(table, *(f"poison-{number}" for number in range(25)), "good-1", "good-2")
    worker = Worker(table)
    with silence():
        runs = [worker.run(10) for _ in range(3)]
    assert runs == [0, 0, 2]


@pytest.mark.req("REL27")
def test_a_row_that_failed_is_tried_after_all_others_once_a_run_and_is_counted_each_time(
    table: Table, logged: StringIO
) -> None:
    fill(table, "poison", "good-1")
    worker = Worker(table)
    assert [worker.run(), worker.run()] == [1, 0]
    assert worker.tried == ["poison", "good-1", "poison"]
    fill(table, "good-2")
    assert worker.run() == 1
    assert worker.tried[3:] == ["good-2", "poison"]
    assert undone(logged) == [1, 1, 1]


@pytest.mark.req("REL27")
def test_a_row_that_failed_is_done_when_it_can_be_and_is_as_any_other_then(table: Table) -> None:
    fill(table, "poison")
    worker = Worker(table)
    with silence():
        worker.run()
    worker.mended = True
    assert [worker.run(), worker.run()] == [1, 0]
    assert list(table.due("things", LATER + timedelta(days=1))) == [Key("poison", "THING")]


@pytest.mark.req("REL27", "REL29")
def test_a_row_that_someone_wrote_while_it_failed_is_not_set_aside(table: Table) -> None:
    fill(table, "poison")

    def act(key: Key) -> bool:
        written(table, row(key, due_kind="things", due_at=to_iso(LATER), n=2))
        raise ValueError

    before = table.get(Key("poison", "THING"))
    with silence():
        work_through(Rereading(table, before), "things", LATER, act)  # type: ignore[arg-type]
    assert list(table.due("things", LATER)) == [Key("poison", "THING")]


class Rereading:
    """A table that shows a row as it was before: what is read before another writes."""

    def __init__(self, table: Table, item: Item | None) -> None:
        self.due, self.commit = table.due, table.commit
        self._item = item

    def get(self, _: Key) -> Item | None:
        return self._item
