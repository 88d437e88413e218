"""The stream as Lambda reads it: again after a failure, twice, shards in any order; and a job that listens to it."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.table import Key
from scheduled import deliver
from tests.support.cloudformation import resources
from tests.support.dynamo import simulated_table
from tests.support.logs import silence
from tests.support.people import sign_up_as
from tests.support.rows import row, written
from tests.support.simulated_dynamodb.client import SimulatedDynamoDB
from tests.support.simulated_dynamodb.stream import Subscription, patterns, record_of
from tests.support.world import START, StillClock, World

ANY = '{"eventName": ["INSERT", "MODIFY", "REMOVE"]}'
PEOPLE = [f"{name}@example.org" for name in ("ada", "ben", "cid", "dot", "eve")]


@pytest.fixture
def client() -> SimulatedDynamoDB:
    return SimulatedDynamoDB(lambda: START)


@pytest.fixture
def table(client: SimulatedDynamoDB) -> DynamoTable:
    return simulated_table(client)


class Reader:
    """Takes batches, and fails on the rows it is told to."""

    def __init__(self, *poison: str) -> None:
        self.seen: list[str] = []
        self._poison = poison

    def __call__(self, event: dict[str, Any]) -> Mapping[str, Any]:
        failed = []
        for record in event["Records"]:
            sk = record["dynamodb"]["Keys"]["sk"]["S"]
            self.seen.append(sk)
            if sk in self._poison:
                failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
        return {"batchItemFailures": failed}


def read(stream: Subscription, reader: Any) -> None:
    for _ in range(200):
        if stream.is_idle:
            return
        stream.poll(reader)
    raise AssertionError("the stream is never read to its end")


def fill(table: DynamoTable) -> list[str]:
    """Write rows in many partitions; return their sort keys."""
    keys = [Key(f"ROW#{number}", f"{number:02}") for number in range(40)]
    for key in keys:
        written(table, row(key))
    return [key.sk for key in keys]


def test_every_record_comes_at_least_once_and_some_come_twice_and_out_of_order(
    table: DynamoTable, client: SimulatedDynamoDB
) -> None:
    rows, reader = fill(table), Reader()
    read(Subscription(client.rows, ANY, Random(1)), reader)  # noqa: S311 -- the same in every run
    assert sorted(set(reader.seen)) == rows
    assert len(reader.seen) > len(rows)
    assert sorted(reader.seen) != reader.seen


def test_a_record_that_fails_again_and_again_is_given_six_times_and_then_put_aside(
    table: DynamoTable, client: SimulatedDynamoDB
) -> None:
    rows, reader = fill(table), Reader("07")
    stream = Subscription(client.rows, ANY, Random(1))  # noqa: S311
    read(stream, reader)
    assert [record["dynamodb"]["Keys"]["sk"]["S"] for record in stream.dead] == ["07"]
    assert sorted(set(reader.seen)) == rows


def test_what_was_read_when_the_function_was_killed_comes_again(table: DynamoTable, client: SimulatedDynamoDB) -> None:
    rows, reader, kills = fill(table), Reader(), iter(range(3))

    def killed(event: dict[str, Any]) -> Mapping[str, Any]:
        answer = reader(event)
        if next(kills, None) is not None:
            raise KeyboardInterrupt
        return answer

    stream = Subscription(client.rows, ANY, Random(1))  # noqa: S311
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            stream.poll(killed)
    reader.seen.clear()
    read(stream, killed)
    assert sorted(set(reader.seen)) == rows


def test_a_record_says_what_happened_to_which_row_and_whether_ttl_did_it(
    table: DynamoTable, client: SimulatedDynamoDB
) -> None:
    key = Key("ROW", "A")
    for attributes in ({"ttl": 1}, {"ttl": 1}, {"ttl": 2}):
        written(table, row(key, **attributes))
    client.remove_expired(START)
    records = [record_of(write, number) for number, write in enumerate(client.rows.writes)]
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert ["NewImage" in record["dynamodb"] for record in records] == [True, True, False]
    assert records[-1]["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@pytest.mark.req("REL03", "REL24", "REL27")
def test_emails_go_out_once_each_from_a_stream_that_stutters_and_holds_a_poison_row(
    table: DynamoTable, client: SimulatedDynamoDB
) -> None:
    world = World("citizen-account", table)
    world.clock = StillClock()
    events = resources(Path("infra/package.yaml"))["Deliver"]["Events"]["DeliverDynamodbEventSource"]
    [pattern] = patterns(events["Properties"])
    stream = Subscription(client.rows, pattern, Random(3))  # noqa: S311
    for number, email in enumerate(PEOPLE):
        written(table, row(Key(f"OUTBOX#poison-{number}", "OUTBOX"), attempts="none"))
        sign_up_as(world, email)
    with silence():
        read(stream, lambda event: deliver.run(event, world, world.now + timedelta(seconds=1)))
    assert sorted(message.to for message in world.mailer.messages) == PEOPLE
    assert {record["dynamodb"]["Keys"]["pk"]["S"] for record in stream.dead} == {
        f"OUTBOX#poison-{number}" for number in range(5)
    }
