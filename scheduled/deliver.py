"""Sends the emails whose rows the table's stream reports as new."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from chalicelib.cloud.table import Key
from chalicelib.due import SPARE, Left, unlimited
from chalicelib.newer import leave_to_newer
from chalicelib.outbox.sender import Sender
from chalicelib.services import Services


def run(event: dict[str, Any], services: Services, now: datetime, left: Left = unlimited) -> dict[str, Any]:
    """Deliver each new email of the batch; return those records that must be given again (SECURITY REL24).

    What there is no time for, the sweep finds.
    """
    sender = Sender(services, now)

    def one(record: DynamoDBRecord) -> None:
        if left() >= SPARE:
            leave_to_newer(sender.deliver_row, Key(**(record.dynamodb.keys if record.dynamodb else {})))

    processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=one, processor=processor, context=None))
