"""GuardDuty's events, in the shape that EventBridge gives them."""

import json
from io import StringIO
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.documents.model import Document, DocumentState
from chalicelib.documents.storage import object_key
from infra.local import scanner
from scheduled import scanned
from tests.support.documents import now_is, sent
from tests.support.world import START, World


def event(world: World, document: Document, verdict: str = "NO_THREATS_FOUND", bucket: str = "") -> dict[str, Any]:
    """Return what GuardDuty sends, as its guide shows it."""
    assert document.upload
    return {
        "version": "0",
        "id": "72c7d362-737a-6dce-fc78-9e27a0171419",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "source": "aws.guardduty",
        "account": "111122223333",
        "time": "2026-03-02T15:00:00Z",
        "region": "ca-central-1",
        "resources": ["arn:aws:guardduty:ca-central-1:111122223333:malware-protection-plan/b4c7f464ab3a4EXAMPLE"],
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket or world.settings.uploads,
                "objectKey": object_key(document),
                "eTag": document.upload.etag,
                "versionId": document.upload.version,
                "s3Throttled": False,
            },
            "scanResultDetails": {"scanResultStatus": verdict, "threats": None},
        },
    }


@pytest.mark.req("SEC49")
@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        ("NO_THREATS_FOUND", DocumentState.CLEAN),
        ("THREATS_FOUND", DocumentState.REJECTED),
        ("UNSUPPORTED", DocumentState.REJECTED),
        ("ACCESS_DENIED", DocumentState.REJECTED),
        ("FAILED", DocumentState.REJECTED),
    ],
)
def test_each_verdict_of_guardduty_is_understood(verdict: str, state: DocumentState) -> None:
    social = World("social-work")
    document = sent(social)
    scanned.run(event(social, document, verdict), social, START)
    assert now_is(social, document).state is state


@pytest.mark.req("REL01", "SEC49")
def test_an_event_that_comes_again_changes_nothing() -> None:
    social = World("social-work")
    document = sent(social)
    for _ in range(5):
        scanned.run(event(social, document), social, START)
    assert now_is(social, document).version == 2
    assert len(social.files.versions) == 2


def test_an_event_of_another_bucket_is_none_of_ours(logged: StringIO) -> None:
    social = World("social-work")
    document = sent(social)
    scanned.run(event(social, document, bucket="someone-elses"), social, START)
    assert now_is(social, document).state is DocumentState.RECEIVED
    assert json.loads(logged.getvalue().splitlines()[-1])["bucket"] == "someone-elses"


@pytest.mark.req("SEC49", "REL27")
def test_a_verdict_that_there_is_not_fails_and_lets_nothing_through() -> None:
    social = World("social-work")
    document = sent(social)
    with pytest.raises(ValidationError):
        scanned.run(event(social, document, "ALL_GOOD"), social, START)
    assert now_is(social, document).state is DocumentState.RECEIVED


@pytest.mark.parametrize("found", [True, False])
def test_the_local_scanner_says_it_as_guardduty_does(found: bool) -> None:  # noqa: FBT001
    social = World("social-work")
    document = sent(social)
    theirs = event(social, document, "THREATS_FOUND" if found else "NO_THREATS_FOUND")
    assert document.upload
    named = scanner.Scanned(
        social.settings.uploads, object_key(document), document.upload.version, document.upload.etag
    )
    ours = scanner.detail(named, found=found)
    assert (ours["s3ObjectDetails"], ours.keys()) == (theirs["detail"]["s3ObjectDetails"], theirs["detail"].keys())
    assert ours["scanResultDetails"]["scanResultStatus"] == theirs["detail"]["scanResultDetails"]["scanResultStatus"]
