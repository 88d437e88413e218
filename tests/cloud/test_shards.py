"""Due work over several partitions of its index: found whatever their number was when it was written."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.shards import Shards
from chalicelib.cloud.table import Change, Key
from tests.support.dynamo import make_table
from tests.support.world import START

NAME, COUNT = "guichet-test", 40


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("dynamodb", region_name="ca-central-1")
        make_table(client, NAME)
        yield client


def _table(client: Any, written: int, read: int | None = None) -> DynamoTable:
    return DynamoTable(client, NAME, shards=Shards(written, read or written))


def _write(table: DynamoTable, count: int = COUNT) -> None:
    """Write letters of which each is due a second after the one before."""
    change = Change("fill")
    for number in range(count):
        due_at = to_iso(START + timedelta(seconds=number))
        change.put({"pk": f"OUTBOX#{number:02}", "sk": "EMAIL", "due_kind": "outbox", "due_at": due_at}, None)
    table.commit(change)


def _due(table: DynamoTable) -> list[str]:
    return [key.pk for key in table.due("outbox", START + timedelta(hours=1))]


def _partitions(client: Any) -> Counter[str]:
    return Counter(item["due_kind"]["S"] for item in client.scan(TableName=NAME)["Items"])


IN_ORDER = [f"OUTBOX#{number:02}" for number in range(COUNT)]


def test_rows_are_spread_evenly_and_come_in_the_order_of_their_time(client: Any) -> None:
    table = _table(client, 4)
    _write(table)
    spread = _partitions(client)
    assert set(spread) == {"outbox", "outbox#1", "outbox#2", "outbox#3"}
    assert min(spread.values()) >= COUNT // 8
    assert _due(table) == IN_ORDER


@pytest.mark.parametrize(
    ("before", "after"), [(Shards(), Shards(4, 4)), (Shards(2, 2), Shards(8, 8)), (Shards(8, 8), Shards(2, 8))]
)
def test_no_row_is_lost_when_the_number_changes(client: Any, before: Shards, after: Shards) -> None:
    _write(_table(client, *before))
    assert _due(_table(client, *after)) == IN_ORDER


def test_a_row_moves_to_its_new_shard_when_it_is_written_again(client: Any) -> None:
    _write(_table(client, 8))
    lower = _table(client, 2, 8)
    _write(lower)
    assert set(_partitions(client)) == {"outbox", "outbox#1"}
    assert _due(_table(client, 2)) == IN_ORDER


def test_actions_see_no_shard(client: Any) -> None:
    table, key = _table(client, 64), Key("OUTBOX#01", "EMAIL")
    _write(table)
    later = to_iso(START + timedelta(days=1))
    read = table.get(key)
    assert read
    assert read["due_kind"] == "outbox"
    assert table.update(key, {"due_kind": "outbox", "due_at": later}, {}, None)["due_kind"] == "outbox"
    assert "OUTBOX#01" not in _due(table)
    assert [key.pk for key in table.due("outbox", START + timedelta(days=2))][-1] == "OUTBOX#01"
