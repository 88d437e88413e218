"""Answers that are lost after the work was done, and a table that is in trouble much of the time."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError, ReadTimeoutError
from moto import mock_aws

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.table import Change, Conflict, Key, Unavailable
from tests.support.dynamo import NAME, Moto, client_through, moto_table
from tests.support.rows import A, committed, row

COUNTER = Key("ROW", "COUNTER")
CONTENTION = {
    "Error": {"Code": "TransactionCanceledException", "Message": "-"},
    "CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}],
}
THROTTLING = {"Error": {"Code": "ThrottlingException", "Message": "-"}}


@pytest.fixture
def client() -> Iterator[Any]:
    """The client that the product uses, with a table; moto knows no request tokens: none helps here."""
    with mock_aws():
        moto_table()
        yield client_through(Moto())


class Forgetful(Moto):
    """Loses the first answer: moto has done the work by then."""

    answered = 0

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        answer = super().send(request)
        self.answered += 1
        if self.answered == 1:
            raise ReadTimeoutError(endpoint_url=request.url)
        return answer


def effect(change: Change) -> None:
    change.once(Key("ROW", change.idempotency_token))
    change.update(COUNTER, {}, {"n": 1})


@pytest.mark.req("REL02")
def test_a_change_whose_answer_is_lost_is_known_for_ours_when_it_is_tried_again(client: Any) -> None:
    connections = Forgetful()
    table = DynamoTable(client_through(connections), NAME)
    committed(table, effect, "command")
    assert connections.answered == 3  # lost, refused, read back
    assert table.get(COUNTER) == row(COUNTER, n=1)


@pytest.mark.req("REL02")
def test_a_single_row_whose_answer_is_lost_is_known_for_ours_when_it_is_tried_again(client: Any) -> None:
    table = DynamoTable(client_through(Forgetful()), NAME)
    committed(table, lambda change: change.put(row(A, n=1)))
    assert table.get(A) == row(A, n=1)


@pytest.mark.req("REL02")
def test_a_single_row_of_someone_else_is_not_ours_though_an_answer_was_lost(client: Any) -> None:
    committed(DynamoTable(client, NAME), lambda change: change.put(row(A, n=1)))
    table = DynamoTable(client_through(Forgetful()), NAME)
    with pytest.raises(Conflict):
        committed(table, lambda change: change.put(row(A, n=2)))


@pytest.mark.req("REL02")
def test_the_same_row_written_by_two_is_the_firsts(client: Any) -> None:
    table = DynamoTable(client, NAME)
    committed(table, lambda change: change.put(row(A, n=1)))
    with pytest.raises(Conflict):
        committed(table, lambda change: change.put(row(A, n=1)))


@pytest.mark.req("REL02")
def test_a_row_that_someone_else_wrote_is_not_taken_for_ours(client: Any) -> None:
    table = DynamoTable(client, NAME)
    committed(table, lambda change: change.once(A), "theirs")
    with pytest.raises(Conflict):
        committed(table, lambda change: change.once(A), "ours")


class Shaky:
    """Passes calls on, but at random refuses them first or loses the answer afterwards."""

    def __init__(self, client: Any, chance: random.Random) -> None:
        self._client = client
        self._chance = chance

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            luck = self._chance.random()
            if luck < 0.3 and operation == "transact_write_items":
                raise ClientError(CONTENTION, operation)  # type: ignore[arg-type]
            if luck < 0.4:
                raise ClientError(THROTTLING, operation)  # type: ignore[arg-type]
            answer = getattr(self._client, operation)(**request)
            if luck > 0.9:
                raise ReadTimeoutError(endpoint_url="-")
            return answer

        return call


@pytest.mark.req("REL02", "REL25", "REL28")
def test_in_any_trouble_a_change_is_whole_or_not_at_all_and_never_twice(client: Any) -> None:
    chance = random.Random(7)  # noqa: S311 -- the same in every run
    steady, shaky = DynamoTable(client, NAME), DynamoTable(Shaky(client, chance), NAME, lambda _: None)
    done = 0
    for n in range(120):
        for _ in range(12):  # as a person would, until it is confirmed
            try:
                committed(shaky, effect, f"{n}")
            except Unavailable:
                continue
            done += 1
            break
    effects = [item for item in steady.query("ROW") if "idempotency_token" in item]
    counted = steady.get(COUNTER)
    assert counted
    assert done == len(effects) == counted["n"] == 120
