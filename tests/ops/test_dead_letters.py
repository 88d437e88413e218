"""What was given up is named with its function, and given to it again."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from infra.deploy.target import Target
from infra.ops.dead_letters import letters, parse, send_again
from infra.stages import Stage
from infra.trouble import Trouble

STAGE = Stage(portal="freight", environment="staging", origin="https://freight.example.org")
ARN = "arn:aws:lambda:ca-central-1:123456789012:function:guichet-freight-staging-{}"
SES_EVENT = {"source": "aws.ses", "detail": {"mail": {"messageId": "1"}}}


def message(body: Any, **told: str) -> dict[str, Any]:
    attributes = {name: {"StringValue": value, "DataType": "String"} for name, value in told.items()}
    return {"Body": json.dumps(body), "ReceiptHandle": "handle", "MessageAttributes": attributes}


def of_lambda(function: str, event: Any) -> dict[str, Any]:
    """What Lambda writes when an asynchronous call was tried as often as it may be."""
    context = {"functionArn": f"{ARN.format(function)}:$LATEST", "condition": "RetriesExhausted"}
    return {"version": "1.0", "requestContext": context, "requestPayload": event, "responsePayload": {}}


def test_an_asynchronous_call_that_failed_is_its_functions() -> None:
    assert parse(message(of_lambda("mailed", SES_EVENT)), STAGE)[1:] == ("mailed", SES_EVENT, "RetriesExhausted")


def test_an_event_that_reached_no_function_is_its_targets() -> None:
    told = message(SES_EVENT, TARGET_ARN=ARN.format("mailed"), ERROR_CODE="NO_PERMISSIONS")
    assert parse(told, STAGE)[1:] == ("mailed", SES_EVENT, "NO_PERMISSIONS")


@pytest.mark.parametrize(("function", "job"), [("deliver", "sweep"), ("paid", "reconcile")])
def test_what_the_stream_gave_up_is_made_good_by_the_job_that_finds_it(function: str, job: str) -> None:
    context = {"functionArn": ARN.format(function), "condition": "RetryAttemptsExhausted"}
    body = {"requestContext": context, "DDBStreamBatchInfo": {"shardId": "1", "batchSize": 3}}
    found = parse(message(body), STAGE)
    assert (found.function, found.event["detail-type"]) == (job, "Scheduled Event")


def test_what_is_nobodys_is_refused() -> None:
    with pytest.raises(Trouble, match="none of our functions"):
        parse(message({"hello": "world"}), STAGE)


class Functions:
    """Lambda, as far as it is asked to start something."""

    def __init__(self) -> None:
        self.started: list[tuple[str, Any]] = []

    def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> None:  # noqa: N803 -- botocore's
        assert InvocationType == "Event"
        self.started.append((FunctionName, json.loads(Payload)))


@pytest.fixture
def target() -> Iterator[Target]:
    with mock_aws():
        found = Target()
        found.functions = Functions()  # type: ignore[assignment]
        yield found


def test_all_that_waits_is_given_back_once(target: Target) -> None:
    client = target.client("sqs")
    url = client.create_queue(QueueName="guichet-freight-staging-failures")["QueueUrl"]
    for number in range(12):
        client.send_message(QueueUrl=url, MessageBody=json.dumps(of_lambda("dropped", {"number": number})))
    found = letters(target, STAGE)
    assert len(found) == 12
    for letter in found:
        send_again(target, STAGE, letter)
    started = target.functions.started  # type: ignore[attr-defined]
    assert {name for name, _ in started} == {"guichet-freight-staging-dropped"}
    assert sorted(event["number"] for _, event in started) == list(range(12))
    left = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (left["ApproximateNumberOfMessages"], left["ApproximateNumberOfMessagesNotVisible"]) == ("0", "0")


def test_a_stage_without_a_queue_is_not_deployed(target: Target) -> None:
    with pytest.raises(Trouble, match="freight-staging is not deployed here"):
        letters(target, STAGE)
