"""Stands for GuardDuty Malware Protection for S3. It knows one threat: the EICAR test file, which harms nobody.

It sends the event that GuardDuty sends, to the rule that is deployed, and writes GuardDuty's tag. It is not the same in
this: it sees what browsers send through the front only, at once, and never says that it could not look.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, NamedTuple

from mypy_boto3_events import EventBridgeClient

from infra.deploy.target import LocalTarget

EICAR = (
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
)  # apart, or scanners find it here
SOURCE, DETAIL_TYPE = "aws.guardduty", "GuardDuty Malware Protection Object Scan Result"
TAG = "GuardDutyMalwareScanStatus"


class Scanned(NamedTuple):
    """One version of an object."""

    bucket: str
    key: str
    version: str
    etag: str


class Scanner:
    """Scans in a thread of its own, one file after the other, so that nobody waits for it."""

    def __init__(self, target: LocalTarget) -> None:
        self._target = target
        self._thread = ThreadPoolExecutor(1)

    def scan(self, scanned: Scanned, content: bytes) -> None:
        self._thread.submit(self._scan, scanned, content)

    def stop(self) -> None:
        self._thread.shutdown()

    def _scan(self, scanned: Scanned, content: bytes) -> None:
        found = EICAR in content
        tags: Any = {"TagSet": [{"Key": TAG, "Value": _status(found=found)}]}
        self._target.s3.put_object_tagging(
            Bucket=scanned.bucket, Key=scanned.key, VersionId=scanned.version, Tagging=tags
        )
        said = json.dumps(detail(scanned, found=found))
        self._events.put_events(Entries=[{"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": said}])

    @cached_property
    def _events(self) -> EventBridgeClient:
        return self._target.session.client("events", endpoint_url=self._target.endpoint)


def detail(scanned: Scanned, *, found: bool) -> dict[str, Any]:
    """Return the detail of GuardDuty's event, version 1.0 of its schema."""
    return {
        "schemaVersion": "1.0",
        "scanStatus": "COMPLETED",
        "resourceType": "S3_OBJECT",
        "s3ObjectDetails": {
            "bucketName": scanned.bucket,
            "objectKey": scanned.key,
            "eTag": scanned.etag,
            "versionId": scanned.version,
            "s3Throttled": False,
        },
        "scanResultDetails": {
            "scanResultStatus": _status(found=found),
            "threats": [{"name": "EICAR-Test-File"}] if found else None,
        },
    }


def _status(*, found: bool) -> str:
    return "THREATS_FOUND" if found else "NO_THREATS_FOUND"
