"""What becomes of DynamoDB's own errors: tried again within bounds, or refused as *not now*, never a success."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import ANY, Stubber

from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.retries import TRIES, UNANSWERED
from chalicelib.cloud.table import Change, Conflict, Unavailable
from tests.support.rows import A, B, C, committed, row

CANCELLED = "TransactionCanceledException"


@pytest.fixture
def stubber() -> Iterator[Stubber]:
    client = boto3.client("dynamodb", aws_access_key_id="-", aws_secret_access_key="-")
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def dynamo(stubber: Stubber, pauses: list[float]) -> DynamoTable:
    return DynamoTable(stubber.client, "guichet-test", pause=pauses.append)


def cancelled(stubber: Stubber, *reasons: str) -> None:
    """Let the next transaction be cancelled: a reason for each of its writes."""
    fields = {"CancellationReasons": [{"Code": reason} for reason in reasons]}
    stubber.add_client_error("transact_write_items", CANCELLED, modeled_fields=fields)


def commit_two(table: DynamoTable) -> None:
    def fill(change: Change) -> None:
        change.put(row(A))
        change.put(row(B))

    committed(table, fill, "command")


# --- not now ---


@pytest.mark.req("REL28", "SEC09")
@pytest.mark.parametrize(
    "code", ["InternalServerError", "ProvisionedThroughputExceededException", "ThrottlingException"]
)
def test_a_busy_table_is_asked_again_and_then_it_is_unavailable(
    stubber: Stubber, dynamo: DynamoTable, code: str
) -> None:
    stubber.add_client_error("get_item", code)
    stubber.add_response("get_item", {})
    assert dynamo.get(A) is None
    for _ in range(TRIES):
        stubber.add_client_error("get_item", code)
    with pytest.raises(Unavailable, match=code):
        dynamo.get(A)


@pytest.mark.req("REL28")
def test_a_server_that_is_to_blame_is_asked_again_whatever_it_calls_that(stubber: Stubber, dynamo: DynamoTable) -> None:
    stubber.add_client_error("get_item", "503", http_status_code=503)
    stubber.add_response("get_item", {})
    assert dynamo.get(A) is None


class Unreachable:
    """A client whose every call fails below HTTP."""

    def __init__(self, error: Exception) -> None:
        self.calls = 0
        self._error = error

    def __getattr__(self, operation: str) -> Any:
        def fail(**_: Any) -> None:
            self.calls += 1
            raise self._error

        return fail


@pytest.mark.req("REL28", "SEC09")
@pytest.mark.parametrize("error", [ReadTimeoutError(endpoint_url="-"), EndpointConnectionError(endpoint_url="-")])
def test_a_table_that_cannot_be_reached_is_unavailable(error: Exception) -> None:
    client = Unreachable(error)
    table = DynamoTable(client, "guichet-test", pause=lambda _: None)
    with pytest.raises(Unavailable):
        list(table.query("ROW"))
    assert client.calls == UNANSWERED


# --- contention ---


@pytest.mark.req("REL28")
@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_that_met_another_is_tried_again(stubber: Stubber, dynamo: DynamoTable, reason: str) -> None:
    cancelled(stubber, "None", reason)
    stubber.add_response("transact_write_items", {})
    commit_two(dynamo)


@pytest.mark.req("REL28")
def test_a_single_write_that_met_a_transaction_is_tried_again(stubber: Stubber, dynamo: DynamoTable) -> None:
    stubber.add_client_error("update_item", "TransactionConflictException")
    stubber.add_response("update_item", {"Attributes": {"pk": {"S": "ROW"}, "sk": {"S": "A"}, "n": {"N": "1"}}})
    assert dynamo.update(A, {}, {"n": 1}, None) == row(A, n=1)


@pytest.mark.req("REL28")
def test_contention_is_met_five_times_after_longer_and_longer_pauses_and_then_no_more(
    stubber: Stubber, dynamo: DynamoTable, pauses: list[float]
) -> None:
    for _ in range(TRIES):
        cancelled(stubber, "TransactionConflict", "None")
    with pytest.raises(Unavailable, match=CANCELLED):
        commit_two(dynamo)
    assert 0.025 <= pauses[0] <= 0.05 <= pauses[1] <= 0.1 <= pauses[2] <= 0.2 <= pauses[3] <= 0.4  # seconds


@pytest.mark.req("REL28")
def test_a_lost_condition_is_told_at_once_even_where_another_write_met_a_transaction(
    stubber: Stubber, dynamo: DynamoTable
) -> None:
    cancelled(stubber, "TransactionConflict", "ConditionalCheckFailed")
    with pytest.raises(Conflict) as conflict:
        commit_two(dynamo)
    assert conflict.value.keys == (B,)


# --- faults of ours ---


def test_a_transaction_that_makes_no_sense_is_a_fault_and_not_a_conflict(stubber: Stubber, dynamo: DynamoTable) -> None:
    cancelled(stubber, "None", "ValidationError")
    with pytest.raises(ClientError, match=CANCELLED):
        commit_two(dynamo)


@pytest.mark.parametrize("operation", ["get_item", "update_item"])
def test_what_is_forbidden_is_a_fault_and_not_a_conflict(stubber: Stubber, dynamo: DynamoTable, operation: str) -> None:
    stubber.add_client_error(operation, "AccessDeniedException")
    with pytest.raises(ClientError, match="AccessDenied"):
        dynamo.get(A) if operation == "get_item" else dynamo.update(A, {"n": 1}, {}, None)


# --- reading ---


@pytest.mark.req("REL24")
def test_keys_that_were_not_processed_are_asked_for_again(stubber: Stubber, dynamo: DynamoTable) -> None:
    keys = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in (A, B, C)]
    for asked, answered in ((keys, keys[:1]), (keys[1:], keys[1:])):
        stubber.add_response(
            "batch_get_item",
            {
                "Responses": {"guichet-test": answered},
                "UnprocessedKeys": {"guichet-test": {"Keys": keys[1:]}} if len(answered) == 1 else {},
            },
            {"RequestItems": {"guichet-test": {"Keys": asked, "ConsistentRead": True}}},
        )
    assert dynamo.get_many([A, B, C]) == [row(A), row(B), row(C)]


def answered(stubber: Stubber, count: int) -> None:
    """Let the next batch answer the first `count` of three keys, and leave out the others."""
    keys = [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in (A, B, C)]
    left_out = {"guichet-test": {"Keys": keys[count:]}}
    stubber.add_response("batch_get_item", {"Responses": {"guichet-test": keys[:count]}, "UnprocessedKeys": left_out})


@pytest.mark.req("REL28", "SEC09")
def test_keys_that_are_left_out_again_and_again_are_asked_for_five_times_after_longer_and_longer_pauses(
    stubber: Stubber, dynamo: DynamoTable, pauses: list[float]
) -> None:
    for _ in range(TRIES):
        answered(stubber, 0)
    with pytest.raises(Unavailable, match="keys unprocessed"):
        dynamo.get_many([A, B, C])
    assert 0.025 <= pauses[0] <= 0.05 <= pauses[1] <= 0.1 <= pauses[2] <= 0.2 <= pauses[3] <= 0.4  # seconds
    assert len(pauses) == 4


@pytest.mark.req("REL28", "SEC09")
def test_keys_that_are_left_out_and_calls_that_are_refused_share_one_budget(
    stubber: Stubber, dynamo: DynamoTable, pauses: list[float]
) -> None:
    for _ in range(2):
        stubber.add_client_error("batch_get_item", "ThrottlingException")
        answered(stubber, 0)
    stubber.add_client_error("batch_get_item", "ThrottlingException")
    with pytest.raises(Unavailable, match="ThrottlingException"):
        dynamo.get_many([A, B, C])
    assert len(pauses) == 4


@pytest.mark.req("REL28")
def test_each_page_of_a_query_is_asked_for_with_patience_of_its_own(stubber: Stubber, dynamo: DynamoTable) -> None:
    for key in (A, B):
        for _ in range(TRIES - 1):
            stubber.add_client_error("query", "ThrottlingException")
        item = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        stubber.add_response("query", {"Items": [item], **({"LastEvaluatedKey": item} if key == A else {})})
    assert list(dynamo.query("ROW")) == [row(A), row(B)]


@pytest.mark.req("REL29")
def test_every_read_of_a_row_is_consistent(stubber: Stubber, dynamo: DynamoTable) -> None:
    stubber.add_response("get_item", {}, {"TableName": ANY, "Key": ANY, "ConsistentRead": True})
    expression = dict.fromkeys(("KeyConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"), ANY)
    query = {"TableName": ANY, "ScanIndexForward": True, "ConsistentRead": True, **expression}
    stubber.add_response("query", {"Items": []}, query)
    assert dynamo.get(A) is None
    assert list(dynamo.query("ROW")) == []


# --- writing ---


@pytest.mark.req("REL02")
def test_a_change_is_known_to_dynamodb_by_its_command(stubber: Stubber, dynamo: DynamoTable) -> None:
    expected = {"TransactItems": ANY, "ClientRequestToken": "command"}
    stubber.add_response("transact_write_items", {}, expected)
    commit_two(dynamo)
