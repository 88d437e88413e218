"""Tells of paid invoices, as the table's stream reports them: the receipt is made, and what waited for it goes on."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from chalicelib.applications.actions.final import paid as become_registered
from chalicelib.billing.actions.invoice_paid import Subscriber, notify
from chalicelib.cloud.table import Key
from chalicelib.services import Services

SUBSCRIBERS: tuple[Subscriber, ...] = (become_registered,)


def run(event: dict[str, Any], services: Services, now: datetime) -> dict[str, Any]:
    """Tell of each invoice of the batch; return those records that must be given again (SECURITY REL24)."""

    def one(record: DynamoDBRecord) -> None:
        notify(services, Key(**(record.dynamodb.keys if record.dynamodb else {})), SUBSCRIBERS, now)

    processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=one, processor=processor, context=None))
