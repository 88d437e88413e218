"""The contract of a table, on the one in memory and on DynamoDB: single writes, and what conditions mean."""

import pytest

from chalicelib.cloud.table import NOT_EXISTS, AllOf, AnyOf, Compare, Condition, Conflict, NotExists, Table
from tests.support.rows import A, row, written

RESERVED = (
    "name",
    "status",
    "data",
    "size",
    "ttl",
    "count",
    "comment",
    "hash",
    "user",
    "year",
    "with-dash",
    "with.dot",
)


def test_an_update_sets_and_counts_and_returns_the_whole_item(table: Table) -> None:
    written(table, row(A, kept=1, n=2, text="old"))
    after = table.update(A, {"text": "new"}, {"n": 3, "m": 1}, None)
    assert after == table.get(A) == row(A, kept=1, n=5, m=1, text="new")


def test_an_update_makes_the_item_where_there_is_none(table: Table) -> None:
    assert table.update(A, {"text": "new"}, {"n": 1}, None) == row(A, text="new", n=1)


def test_an_update_whose_condition_is_lost_carries_what_is_there_and_writes_nothing(table: Table) -> None:
    written(table, row(A, n=2))
    with pytest.raises(Conflict) as conflict:
        table.update(A, {}, {"n": 1}, Compare("n", "<", 2))
    assert (conflict.value.keys, conflict.value.current) == ((A,), row(A, n=2))
    assert table.get(A) == row(A, n=2)


def test_an_update_that_wants_an_item_where_there_is_none_carries_none(table: Table) -> None:
    with pytest.raises(Conflict) as conflict:
        table.update(A, {}, {"n": 1}, Compare("n", "<", 2))
    assert conflict.value.current is None
    assert table.get(A) is None


@pytest.mark.req("SEC63")
def test_any_word_can_be_an_attributes_name(table: Table) -> None:
    written(table, row(A, **dict.fromkeys(RESERVED, 1)))
    for name in RESERVED:
        table.update(A, {f"{name}2": "x"}, {name: 1}, Compare(name, "=", 1))
    assert table.get(A) == row(A, **dict.fromkeys(RESERVED, 2), **{f"{name}2": "x" for name in RESERVED})


@pytest.mark.req("SEC63")
def test_a_value_that_looks_like_an_expression_is_only_a_value(table: Table) -> None:
    text = "x OR attribute_exists(pk), SET #n0 = :v0"
    written(table, row(A, text=text))
    assert table.update(A, {"text": text + text}, {}, Compare("text", "=", text))["text"] == text + text


# --- conditions ---

CONDITIONS: list[tuple[Condition, bool]] = [  # of an item with n = 2, text = "b"
    (Compare("n", "=", 2), True),
    (Compare("n", "<", 2), False),
    (Compare("n", "<=", 2), True),
    (Compare("n", ">", 2), False),
    (Compare("n", ">=", 2), True),
    (Compare("n", "=", "2"), False),  # a number is no text
    (Compare("text", ">", "a"), True),
    (Compare("none", "=", 2), False),
    (Compare("none", "<", 2), False),
    (NOT_EXISTS, False),
    (NotExists("none"), True),
    (NotExists("n"), False),
    (AnyOf((Compare("n", "=", 1), Compare("text", "=", "b"))), True),
    (AnyOf((Compare("n", "=", 1), Compare("text", "=", "c"))), False),
    (AllOf((Compare("n", "=", 2), Compare("text", "=", "b"))), True),
    (AllOf((Compare("n", "=", 2), Compare("text", "=", "c"))), False),
    (AllOf((AnyOf((NotExists("n"), Compare("n", "<", 3))), NotExists("none"))), True),
    (AnyOf((AllOf((NotExists("n"), NotExists("text"))), Compare("n", ">", 2))), False),
]


def judged(table: Table, condition: Condition) -> bool:
    try:
        table.update(A, {"touched": True}, {}, condition)
    except Conflict:
        return False
    return True


def test_a_condition_is_judged_by_the_item_as_it_is(table: Table) -> None:
    written(table, row(A, n=2, text="b"))
    assert [(condition, judged(table, condition)) for condition, _ in CONDITIONS] == CONDITIONS
