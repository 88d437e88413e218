"""A client that counts."""

import pytest

from chalicelib.cloud.table import Change, Compare, Conflict, Key
from infra.bench.meter import Call
from infra.bench.metered_app import Metered

A, B = Key("ROW", "A"), Key("ROW", "B")


def _put(at: Metered, *keys: Key) -> None:
    change = Change("command")
    for key in keys:
        change.put({**key._asdict(), "text": "x" * 1100})
    at.services.table.commit(change)


def test_a_transaction_costs_twice_what_its_writes_do(at: Metered) -> None:
    _put(at, A, B)
    assert at.meter.calls == [Call("transact_write_items", 0, 8)]


def test_a_change_of_one_item_is_no_transaction_and_costs_half(at: Metered) -> None:
    _put(at, A)
    assert at.meter.calls == [Call("put_item", 0, 2)]


def test_items_that_are_not_there_are_read_for_a_unit_each(at: Metered) -> None:
    _put(at, A)
    at.services.table.get_many([A, B])
    at.services.table.get(B)
    assert at.meter.calls[1:] == [Call("batch_get_item", 2, 0), Call("get_item", 1, 0)]


def test_a_query_costs_what_its_items_do_together(at: Metered) -> None:
    _put(at, A, B)
    assert len(list(at.services.table.query("ROW"))) == 2
    assert at.meter.calls[1:] == [Call("query", 1, 0)]


def test_a_query_of_an_index_costs_half(at: Metered) -> None:
    assert list(at.services.table.due("email", at.services.clock.now())) == []
    assert at.meter.calls == [Call("query", 0.5, 0)] * 4  # one for each shard


def test_a_condition_that_does_not_hold_costs_a_write(at: Metered) -> None:
    with pytest.raises(Conflict):
        at.services.table.update(A, {"text": "y"}, {}, Compare("text", "=", "x"))
    assert at.meter.calls == [Call("update_item", 0, 1)]
