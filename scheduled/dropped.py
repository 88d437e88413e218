"""Takes in the files of events that carriers drop into the bucket: S3, by EventBridge."""

from datetime import datetime
from typing import Any

from chalicelib.cloud.logs import log
from chalicelib.services import Services
from chalicelib.tracing.actions.drop import Drop, take_in_file


def run(event: dict[str, Any], services: Services, now: datetime) -> None:
    """Take in one file; where nothing is traced, files are nobody's. One that fails is tried again, then kept aside."""
    bucket, found = event["detail"]["bucket"]["name"], event["detail"]["object"]
    if bucket != services.settings.uploads or services.portal.policies.tracing is None:
        log.warning("file in an unknown bucket", bucket=bucket)
        return
    result = take_in_file(services, Drop(found["key"], found.get("version-id"), found["size"]), now)
    log.info("shipment file handled", **(result._asdict() if result else {}))
