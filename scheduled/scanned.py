"""Notes what the scanner says of a file: GuardDuty Malware Protection for S3, by EventBridge."""

from datetime import datetime
from typing import Any

from chalicelib.cloud.logs import log
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.model import Scan
from chalicelib.services import Services


def run(event: dict[str, Any], services: Services, now: datetime) -> None:
    """Take one scan result. What is of another bucket is none of ours; what can't be read fails, and is kept aside."""
    found, said = event["detail"]["s3ObjectDetails"], event["detail"]["scanResultDetails"]
    if found["bucketName"] != services.settings.uploads:
        log.warning("scan in an unknown bucket", bucket=found["bucketName"])
        return
    verdict = said["scanResultStatus"]
    scan = Scan.model_validate({"key": found["objectKey"], "version": found["versionId"], "verdict": verdict})
    document = record_scan(services, scan, now)
    log.info("scan recorded", verdict=verdict, document=document and document.id)
