"""Working through what is due: what is not done is left, and said."""

import json
from datetime import timedelta
from io import StringIO

import pytest

from chalicelib.cloud.table import Change, Conflict, Key, Unavailable
from chalicelib.due import SPARE, work_through
from tests.support.memory import MemoryTable
from tests.support.world import START

KEYS = [Key(f"THING#{number}", "THING") for number in range(5)]


@pytest.fixture
def table() -> MemoryTable:
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
def test_what_there_is_no_time_for_is_left_and_counted(table: MemoryTable, logged: StringIO) -> None:
    left = iter((SPARE, SPARE, SPARE - 1))
    assert work_through(table, "things", START + timedelta(hours=1), lambda _: True, lambda: next(left)) == 2
    assert undone(logged) == [3]


@pytest.mark.req("REL27")
def test_what_fails_is_left_and_counted_and_what_needs_nothing_is_not(table: MemoryTable, logged: StringIO) -> None:
    def act(key: Key) -> bool:
        if key == KEYS[1]:
            raise Unavailable("ThrottlingException")
        if key == KEYS[2]:
            raise ValueError
        if key == KEYS[3]:
            raise Conflict([key])  # another run does it
        return key != KEYS[4]

    assert work_through(table, "things", START + timedelta(hours=1), act) == 1
    assert undone(logged) == [2]


def test_where_all_is_done_nothing_is_said(table: MemoryTable, logged: StringIO) -> None:
    assert work_through(table, "things", START + timedelta(hours=1), lambda _: True) == 5
    assert undone(logged) == []
