"""The contract of a table, on the one in memory and on DynamoDB: what is read, in which order, and how much."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Item, Key, Table, key_of
from tests.support.rows import written
from tests.support.world import START

ODD: Item = {
    "text": "é 💶",
    "empty": "",
    "zero": 0,
    "big": 10**37,
    "no": False,
    "nothing": None,
    "deep": [{"a": [1, "2"]}],
}


def filled(table: Table, *items: Item) -> None:
    """Put items into the table, as many changes as it takes."""
    for begin in range(0, len(items), 50):
        written(table, *items[begin : begin + 50])


def row(sk: str, pk: str = "ROW", **attributes: Any) -> Item:
    return {"pk": pk, "sk": sk, **attributes}


def found(table: Table, **how: Any) -> list[str]:
    """Return the sort keys of a query."""
    return [item["sk"] for item in table.query("ROW", **how)]


# --- one, many ---


def test_an_item_is_read_as_it_was_written(table: Table) -> None:
    filled(table, row("1", **ODD))
    assert table.get(Key("ROW", "1")) == row("1", **ODD)


def test_where_there_is_nothing_none_is_read(table: Table) -> None:
    assert table.get(Key("ROW", "1")) is None
    assert table.get_many([]) == []


def test_many_items_come_in_the_order_of_their_keys_gaps_and_repeats_included(table: Table) -> None:
    filled(table, row("1"), row("2"), row("3"))
    keys = [Key("ROW", sk) for sk in ("3", "none", "1", "3")]
    assert table.get_many(keys) == [row("3"), None, row("1"), row("3")]


@pytest.mark.req("REL30")
@pytest.mark.parametrize("count", [100, 201])  # one read takes a hundred
def test_many_more_items_are_read_at_once(table: Table, count: int) -> None:
    items = [row(f"{n:03}") for n in range(count)]
    for start in range(0, count, 100):
        filled(table, *items[start : start + 100])
    assert table.get_many([key_of(item) for item in reversed(items)]) == items[::-1]


def test_what_was_read_is_a_copy(table: Table) -> None:
    filled(table, row("1", list=[1]))
    item = table.get(Key("ROW", "1"))
    assert item
    item["list"].append(2)
    assert table.get(Key("ROW", "1")) == row("1", list=[1])


# --- partitions ---


def test_a_partition_is_read_by_sort_key_and_alone(table: Table) -> None:
    filled(table, row("b"), row("a"), row("c"), row("a", pk="ROW2"))
    assert found(table) == ["a", "b", "c"]


def test_a_prefix_chooses_rows_of_a_partition(table: Table) -> None:
    filled(table, row("A#1"), row("A#2"), row("AB"), row("B#1"))
    assert found(table, begins_with="A#") == ["A#1", "A#2"]


@pytest.mark.parametrize(
    ("how", "sort_keys"),
    [
        ({"newest_first": True}, ["3", "2", "1", "0"]),
        ({"limit": 2}, ["0", "1"]),
        ({"limit": 2, "newest_first": True}, ["3", "2"]),
        ({"limit": 9}, ["0", "1", "2", "3"]),
        ({"begins_with": "3", "limit": 2}, ["3"]),
    ],
)
def test_a_partition_is_read_from_either_end_and_no_further_than_asked(
    table: Table, how: dict[str, Any], sort_keys: list[str]
) -> None:
    filled(table, *(row(str(n)) for n in range(4)))
    assert found(table, **how) == sort_keys


def test_a_partition_is_read_from_one_sort_key_to_another(table: Table) -> None:
    filled(table, *(row(str(n)) for n in range(5)))
    assert found(table, between=("1", "3")) == ["1", "2", "3"]
    assert found(table, between=("1", "3"), limit=2) == ["1", "2"]
    assert found(table, between=("11", "29")) == ["2"]


@pytest.mark.req("REL30")
def test_a_partition_of_more_than_a_megabyte_is_read_whole(table: Table) -> None:
    sort_keys = [f"{n:02}" for n in range(14)]
    for sk in sort_keys:
        filled(table, row(sk, text="x" * 100_000))
    assert found(table) == sort_keys


# --- what is due ---


def due(sk: str, seconds: int, kind: str = "emails") -> Item:
    return row(sk, due_kind=kind, due_at=to_iso(START + timedelta(seconds=seconds)))


def test_what_is_due_comes_the_oldest_first(table: Table) -> None:
    filled(table, due("b", -1), due("c", 0), due("a", -9))
    assert [key.sk for key in table.due("emails", START)] == ["a", "b", "c"]


def test_what_is_due_in_a_second_or_of_another_kind_or_never_does_not_come(table: Table) -> None:
    filled(table, due("a", 0), due("b", 1), due("c", 0, kind="notices"), row("d"))
    assert list(table.due("emails", START)) == [Key("ROW", "a")]


def test_what_is_no_longer_due_leaves_the_index(table: Table) -> None:
    filled(table, due("a", 0))
    filled(table, row("a"))
    assert list(table.due("emails", START)) == []


# --- what waits in a queue ---


def queued(sk: str, seconds: int, queue: str = "files") -> Item:
    return row(sk, queue=queue, queue_at=to_iso(START + timedelta(seconds=seconds)))


@pytest.mark.req("W1")
def test_what_waits_in_a_queue_comes_the_oldest_first(table: Table) -> None:
    filled(table, queued("b", 5), queued("c", 9), queued("a", -9), queued("d", 0, queue="invoices"), row("e"))
    assert [key.sk for key in table.queue("files")] == ["a", "b", "c"]


@pytest.mark.req("W1")
@pytest.mark.parametrize(("seconds", "sort_keys"), [(0, ["a", "b"]), (1, ["b"]), (2, [])])
def test_a_queue_is_read_from_a_second_on(table: Table, seconds: int, sort_keys: list[str]) -> None:
    filled(table, queued("a", 0), queued("b", 1))
    assert [key.sk for key in table.queue("files", since=START + timedelta(seconds=seconds))] == sort_keys


@pytest.mark.req("W1")
@pytest.mark.parametrize("page", [None, 1, 2])
def test_several_queues_come_as_one_by_their_time(table: Table, page: int | None) -> None:
    filled(
        table, queued("b", 2, "urgent"), queued("a", 1), queued("d", 4, "urgent"), queued("c", 3), queued("e", 5, "x")
    )
    assert [key.sk for key in table.queue("files", "urgent", page=page)] == ["a", "b", "c", "d"]
    assert list(table.queue()) == []
