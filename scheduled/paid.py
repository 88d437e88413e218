"""Notifies the subscribers of paid invoices, as the table's stream reports them. At-least-once."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from chalicelib.billing.actions.invoice_paid import notify
from chalicelib.cloud.table import Key
from chalicelib.newer import leave_to_newer
from chalicelib.services import Services
from chalicelib.wiring import invoice_paid_subscribers


def run(event: dict[str, Any], services: Services, now: datetime) -> dict[str, Any]:
    """Notify of each invoice of the batch; return the records that must be delivered again (SECURITY REL24)."""

    def one(record: DynamoDBRecord) -> None:
        row = Key(**(record.dynamodb.keys if record.dynamodb else {}))
        leave_to_newer(lambda key: notify(services, key, invoice_paid_subscribers(), now), row)

    processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=one, processor=processor, context=None))
