"""Entry points of one portal on AWS Lambda: HTTP requests, streams, schedules, events."""

import gc

gc.disable()  # nothing that is imported is ever rubbish: collecting while it starts is time lost

import os
import sys
from typing import Any, cast

from chalice.app import CloudWatchEvent, DynamoDBEvent

from chalicelib.app_factory import create_app
from chalicelib.services import Services

if "AWS_CHALICE_CLI_MODE" in os.environ:  # Chalice's own commands import this file too
    from chalicelib.command_line import check_stage

    check_stage(os.environ, sys.argv)

services = Services().started()
app = create_app(services, lazy="AWS_LAMBDA_FUNCTION_NAME" in os.environ)  # elsewhere Chalice packs every route
settings = services.settings


@app.on_dynamodb_record(stream_arn=settings.stream_arn, name="deliver", starting_position="TRIM_HORIZON")
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
    "detail": {"mail": {"tags": {"ses:configuration-set": [settings.configuration_set]}}},
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


SCAN_RESULTS = {
    "source": ["aws.guardduty"],
    "detail-type": ["GuardDuty Malware Protection Object Scan Result"],
    "detail": {"s3ObjectDetails": {"bucketName": [settings.uploads]}},
}


@app.on_cw_event(SCAN_RESULTS, name="scanned")
def scanned(event: CloudWatchEvent) -> None:
    from scheduled import scanned as job

    job.run(event.to_dict(), services, services.clock.now())


@app.on_dynamodb_record(stream_arn=settings.stream_arn, name="paid", starting_position="TRIM_HORIZON")
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
    "detail": {"bucket": {"name": [settings.uploads]}, "object": {"key": [{"prefix": "events/"}]}},
}


@app.on_cw_event(FILES_OF_EVENTS, name="dropped")
def dropped(event: CloudWatchEvent) -> None:
    from scheduled import dropped as job

    job.run(event.to_dict(), services, services.clock.now())


gc.enable()
gc.freeze()
gc.set_threshold(50_000)  # nor is what the first answer imports; requests leave little that counting does not free
