"""The contract of a table, on the one in memory and on DynamoDB: what one change writes, and only whole."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from chalicelib.cloud.table import Change, Compare, Conflict, Table, unchanged
from tests.support.rows import A, B, C, committed, row, written


@pytest.mark.req("REL25")
def test_a_change_writes_all_that_it_holds(table: Table) -> None:
    written(table, row(B, n=1), row(C))

    def fill(change: Change) -> None:
        change.put(row(A, new=True))
        change.update(B, {"text": "x"}, {"n": 1}, Compare("n", "=", 1))
        change.delete(C)

    committed(table, fill)
    assert table.get_many([A, B, C]) == [row(A, new=True), row(B, n=2, text="x"), None]


LOST: list[Callable[[Change], None]] = [
    lambda change: change.put(row(B, n=9)),  # there is one already
    lambda change: change.put(row(B, n=9), unchanged(1)),  # someone wrote version 2
    lambda change: change.update(B, {"n": 9}, {}, unchanged(1)),
    lambda change: change.delete(B, unchanged(1)),
    lambda change: change.require(B, unchanged(1)),
    lambda change: change.update(C, {"n": 9}, {}, unchanged(1)),  # there is none
    lambda change: change.require(C, unchanged(1)),
]


@pytest.mark.req("REL25")
@pytest.mark.parametrize("losing", LOST)
def test_a_change_of_which_one_condition_is_lost_writes_nothing(table: Table, losing: Callable[[Change], None]) -> None:
    written(table, row(B, n=1, version=2))

    def fill(change: Change) -> None:
        change.put(row(A))
        losing(change)

    with pytest.raises(Conflict) as conflict:
        committed(table, fill)
    assert set(conflict.value.keys) <= {B, C}
    assert table.get_many([A, B, C]) == [None, row(B, n=1, version=2), None]


def test_a_conflict_names_every_row_that_lost_and_no_other(table: Table) -> None:
    written(table, row(A), row(C))

    def fill(change: Change) -> None:
        for key in (A, B, C):
            change.put(row(key))

    with pytest.raises(Conflict, match="A, C") as conflict:
        committed(table, fill)
    assert conflict.value.keys == (A, C)


def test_what_is_required_and_holds_is_left_as_it_is(table: Table) -> None:
    written(table, row(B, version=2))

    def fill(change: Change) -> None:
        change.put(row(A))
        change.require(B, unchanged(2))

    committed(table, fill)
    assert table.get_many([A, B]) == [row(A), row(B, version=2)]


def test_deleting_what_is_not_there_is_fine(table: Table) -> None:
    committed(table, lambda change: change.delete(A))
    assert table.get(A) is None


# --- once ---


def effect(change: Change) -> None:
    """Count B up, once: A is the effect's own row."""
    change.once(A, kind="effect")
    change.update(B, {}, {"n": 1})


@pytest.mark.req("REL02", "REL03")
def test_the_same_change_committed_twice_is_one(table: Table) -> None:
    run = uuid4().hex
    committed(table, effect, run)
    committed(table, effect, run)
    assert table.get(B) == row(B, n=1)


@pytest.mark.req("REL01", "REL21")
def test_another_run_of_the_same_effect_changes_nothing(table: Table) -> None:
    first = uuid4().hex
    committed(table, effect, first)
    with pytest.raises(Conflict):
        committed(table, effect)
    assert table.get_many([A, B]) == [row(A, idempotency_token=first, kind="effect"), row(B, n=1)]
