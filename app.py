"""Entry points of one portal on AWS Lambda: HTTP requests, streams, schedules, events."""

import gc

gc.disable()  # nothing that is imported is ever rubbish: collecting while it starts is time lost

import os
from typing import Any, cast

from chalice.app import CloudWatchEvent, DynamoDBEvent

from chalicelib.app_factory import create_app
from chalicelib.services import Services

services = Services().started()
app = create_app(services, lazy="AWS_LAMBDA_FUNCTION_NAME" in os.environ)  # elsewhere Chalice packs every route


STREAM = os.environ.get("STREAM_ARN", "known-when-packaged")


@app.on_dynamodb_record(stream_arn=STREAM, name="deliver")
def deliver(event: DynamoDBEvent) -> dict[str, Any]:
    from scheduled import deliver as job

    return job.run(
        event.to_dict(), services, services.clock.now(), cast("Any", event.context).get_remaining_time_in_millis
    )


@app.schedule("rate(1 minute)", name="sweep")
def sweep(event: CloudWatchEvent) -> None:
    from scheduled import sweep as job

    job.run(services, services.clock.now(), cast("Any", event.context).get_remaining_time_in_millis)


MAIL_EVENTS = {
    "source": ["aws.ses"],
    "detail-type": ["Email Delivered", "Email Delivery Delayed", "Email Bounced", "Email Complaint Received"],
}


@app.on_cw_event(MAIL_EVENTS, name="mailed")
def mailed(event: CloudWatchEvent) -> None:
    from scheduled import mailed as job

    job.run(event.to_dict(), services, services.clock.now())


@app.schedule("rate(1 hour)", name="expire")
def expire(event: CloudWatchEvent) -> None:
    from scheduled import expire as job

    job.run(services, services.clock.now(), cast("Any", event.context).get_remaining_time_in_millis)


@app.schedule("rate(1 hour)", name="remind")
def remind(event: CloudWatchEvent) -> None:
    from scheduled import remind as job

    job.run(services, services.clock.now(), cast("Any", event.context).get_remaining_time_in_millis)


SCAN_RESULTS = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Malware Protection Object Scan Result"]}


@app.on_cw_event(SCAN_RESULTS, name="scanned")
def scanned(event: CloudWatchEvent) -> None:
    from scheduled import scanned as job

    job.run(event.to_dict(), services, services.clock.now())


@app.on_dynamodb_record(stream_arn=STREAM, name="paid")
def paid(event: DynamoDBEvent) -> dict[str, Any]:
    from scheduled import paid as job

    return job.run(event.to_dict(), services, services.clock.now())


@app.schedule("rate(1 minute)", name="reconcile")
def reconcile(event: CloudWatchEvent) -> None:
    from scheduled import reconcile as job

    job.run(services, services.clock.now(), cast("Any", event.context).get_remaining_time_in_millis)


FILES_OF_EVENTS = {
    "source": ["aws.s3"],
    "detail-type": ["Object Created"],
    "detail": {"object": {"key": [{"prefix": "events/"}]}},
}


@app.on_cw_event(FILES_OF_EVENTS, name="dropped")
def dropped(event: CloudWatchEvent) -> None:
    from scheduled import dropped as job

    job.run(event.to_dict(), services, services.clock.now())


gc.enable()
gc.freeze()
gc.set_threshold(50_000)  # nor is what the first answer imports; requests leave little that counting does not free
