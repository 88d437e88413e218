"""AWS in process, by moto: call these inside `mock_aws`."""

from functools import cache
from typing import Any

import boto3

from infra.project import REGION


@cache
def _session() -> boto3.Session:
    """Return one for all tests: it reads each service's model once, and moto makes boto3 forget its own."""
    return boto3.Session("AKIDEXAMPLE", "example", region_name=REGION)


def client(service: str, **more: Any) -> Any:
    """Return a client that is the test's own: to listen to, to stub."""
    return _session().client(service, **more)  # type: ignore[call-overload]


def bucket(name: str, *, versioned: bool = False) -> Any:
    """Make a bucket; return a client."""
    s3 = client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if versioned:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return s3
