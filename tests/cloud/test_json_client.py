"""The client of services that speak JSON: it asks, answers and fails as botocore's own does, which stands beside it."""

import json
from typing import Any

import pytest
from botocore import xform_name
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, HTTPClientError
from botocore.session import get_session

from chalicelib.cloud.json_client import SERVICES
from infra.stages import read_stages
from tests.support.dynamo import client_through
from tests.support.recorder import Recorder, text

KEY = {"pk": {"S": "é 💶"}, "sk": {"S": "B"}}
COMPARED = {"ExpressionAttributeNames": {"#n0": "n"}, "ExpressionAttributeValues": {":v0": {"N": "1"}}}
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "get_item", {"TableName": "t", "Key": KEY, "ConsistentRead": True}),
    ("dynamodb", "batch_get_item", {"RequestItems": {"t": {"Keys": [KEY], "ConsistentRead": True}}}),
    ("dynamodb", "query", {"TableName": "t", "Limit": 2, "KeyConditionExpression": "#n0 = :v0", **COMPARED}),
    ("dynamodb", "update_item", {"TableName": "t", "Key": KEY, "UpdateExpression": "ADD #n0 :v0", **COMPARED}),
    (
        "dynamodb",
        "transact_write_items",
        {"TransactItems": [{"Put": {"TableName": "t", "Item": KEY}}], "ClientRequestToken": "command"},
    ),
    ("secretsmanager", "get_secret_value", {"SecretId": "guichet-é-key"}),
]


def sent(request: AWSPreparedRequest) -> tuple[str, str, Any, dict[str, Any]]:
    names = ("X-Amz-Target", "Content-Type", "Content-Length")
    headers = {name: text(request.headers[name]) for name in names}
    return request.method, request.url, json.loads(text(request.body)), headers


@pytest.mark.parametrize(("service", "method", "members"), CALLS)
def test_a_call_is_written_as_botocore_writes_it(service: str, method: str, members: dict[str, Any]) -> None:
    ours, theirs = Recorder(), Recorder()
    getattr(client_through(ours, service), method)(**members)
    getattr(theirs.botocore_client(service), method)(**members)
    assert sent(ours.requests[0]) == sent(theirs.requests[0])


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_that_a_function_may_call_has_its_name(service: str) -> None:
    operations, recorder = sorted(read_stages().operations()[service]), Recorder()
    for operation in operations:
        getattr(client_through(recorder, service), xform_name(operation))()
    metadata = get_session().get_service_model(service).metadata
    names = [request.headers["X-Amz-Target"] for request in recorder.requests]
    assert names == [f"{metadata['targetPrefix']}.{operation}" for operation in operations]


# --- answers ---


def test_an_answer_is_what_the_service_said() -> None:
    recorder = Recorder(body='{"Item": {"pk": {"S": "\\u00e9"}}}')
    assert client_through(recorder).get_item(TableName="t", Key=KEY) == {"Item": {"pk": {"S": "é"}}}


DYNAMO = "com.amazonaws.dynamodb.v20120810#"
ERRORS = [
    (400, {"__type": f"{DYNAMO}ConditionalCheckFailedException", "message": "no", "Item": KEY}),
    (
        400,
        {
            "__type": f"{DYNAMO}TransactionCanceledException",
            "Message": "cancelled",
            "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "met"}],
        },
    ),
    (400, {"__type": "com.amazon.coral.validate#ValidationException", "message": "wrong"}),
    (400, {"__type": "ThrottlingException", "Message": "busy"}),
    (400, {"__type": "AccessDeniedException:http://coral.example.org/"}),
    (500, {"__type": f"{DYNAMO}InternalServerError", "message": None}),
    (503, {}),
]


@pytest.mark.req("REL28")
@pytest.mark.parametrize(("status", "body"), ERRORS)
def test_an_error_is_told_as_botocore_tells_it(status: int, body: dict[str, Any]) -> None:
    recorder = Recorder(status, json.dumps(body))
    operation = "transact_write_items" if "CancellationReasons" in body else "update_item"
    members = next(members for _, method, members in CALLS if method == operation)
    with pytest.raises(ClientError) as ours:
        getattr(client_through(recorder), operation)(**members)
    with pytest.raises(ClientError) as theirs:
        getattr(recorder.botocore_client("dynamodb"), operation)(**members)
    assert told(ours.value) == told(theirs.value)


def told(error: ClientError) -> list[Any]:
    response: Any = error.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    parts = ("Error", "Item", "CancellationReasons")
    return [error.operation_name, status, *(response.get(part) for part in parts)]


@pytest.mark.parametrize("status", [200, 502])
def test_what_is_no_json_does_not_come_from_the_service(status: int) -> None:
    with pytest.raises(HTTPClientError):
        client_through(Recorder(status, "<html>")).get_item(TableName="t", Key=KEY)
