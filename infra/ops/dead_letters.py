"""Commands about the queue of failures: what waits there, and giving it to its functions again."""

import json
from typing import Any, NamedTuple

from infra.deploy.target import Target
from infra.ops.arguments import StageArgument
from infra.ops.portal_services import deployed
from infra.project import function_name
from infra.stages import Stage
from infra.trouble import Trouble

HIDDEN = 120  # seconds that a letter is kept from others while it is looked at
# A letter from the table's stream names places in the stream and holds no row: these jobs find what it was about.
MAKES_GOOD = {"deliver": "sweep", "paid": "reconcile"}
SCHEDULED = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "resources": [], "region": ""}


class DeadLetter(NamedTuple):
    """`function` is whose work it is, `event` what the function is given."""

    handle: str
    function: str
    event: Any
    why: str


def dead_letters(stage: StageArgument) -> None:
    """List what was given up, for which function, and why."""
    for letter in letters(Target(), stage):
        print(f"{letter.function}: {letter.why}; {json.dumps(letter.event)[:200]}")


def redrive(stage: StageArgument) -> None:
    """Give each dead letter to its function again, and take it from the queue."""
    target = Target()
    print(f"{sum(send_again(target, stage, letter) for letter in letters(target, stage)):,} given back")


def letters(target: Target, stage: Stage) -> list[DeadLetter]:
    """Return all that waits. Others do not see it for two minutes."""
    client, url = target.client("sqs"), _url(target, stage)
    found: dict[str, DeadLetter] = {}
    while batch := client.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=HIDDEN,
        MessageAttributeNames=["All"],
    ).get("Messages"):
        found |= {message["MessageId"]: parse(message, stage) for message in batch}
    return list(found.values())


def send_again(target: Target, stage: Stage, letter: DeadLetter) -> bool:
    """Start the function, then take the letter from the queue: at worst it is done twice, which has one effect."""
    with deployed(stage):
        target.functions.invoke(
            FunctionName=function_name(stage.name, letter.function),
            InvocationType="Event",
            Payload=json.dumps(letter.event).encode(),
        )
    target.client("sqs").delete_message(QueueUrl=_url(target, stage), ReceiptHandle=letter.handle)
    return True


def parse(message: dict[str, Any], stage: Stage) -> DeadLetter:
    """Return the letter of Lambda's stream, of Lambda's asynchronous calls, or of EventBridge; raise Trouble."""
    body, handle = json.loads(message["Body"]), message["ReceiptHandle"]
    attributes = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
    match body:
        case {"DDBStreamBatchInfo": _, "requestContext": {"functionArn": arn, "condition": why}}:
            return DeadLetter(handle, MAKES_GOOD[_function(arn, stage)], SCHEDULED, why)
        case {"requestContext": {"functionArn": arn, "condition": why}, "requestPayload": event}:
            return DeadLetter(handle, _function(arn, stage), event, why)
        case _ if "TARGET_ARN" in attributes:
            return DeadLetter(
                handle, _function(attributes["TARGET_ARN"], stage), body, attributes.get("ERROR_CODE", "unknown")
            )
    raise Trouble(f"The queue holds what none of our functions gave up: {json.dumps(body)[:200]}")


def _function(arn: str, stage: Stage) -> str:
    """Return `sweep` of `arn:aws:lambda:…:function:guichet-<stage>-sweep:$LATEST`."""
    return arn.split(":")[6].removeprefix(stage.prefix).removeprefix("-")


def _url(target: Target, stage: Stage) -> str:
    client = target.client("sqs")
    try:
        return str(client.get_queue_url(QueueName=f"{stage.prefix}-failures")["QueueUrl"])
    except client.exceptions.QueueDoesNotExist:
        raise Trouble(f"{stage.name} is not deployed here: make deploy STAGE={stage.name}") from None
