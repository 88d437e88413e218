"""What was deployed, in order: one small object for each deployment, in the bucket that keeps the packages."""

import json
from datetime import datetime
from typing import Any

from infra.deploy.target import Target

PREFIX = "deployments/"


def note_deployment(target: Target, bucket: str, template: str, now: datetime) -> None:
    """Note the template, by its key, unless it is the one that was deployed last."""
    known = deployments(target, bucket)
    if not known or known[-1] != template:
        key = f"{PREFIX}{now:%Y-%m-%dT%H:%M:%S.%f}Z.json"
        target.s3.put_object(Bucket=bucket, Key=key, Body=json.dumps({"template": template}).encode())


def deployments(target: Target, bucket: str) -> list[str]:
    """Return the templates' keys, the oldest first."""
    pages = target.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    keys: list[str] = sorted(found["Key"] for page in pages for found in page.get("Contents", []))
    return [_read(target, bucket, key)["template"] for key in keys]


def before(known: list[str]) -> str | None:
    """Return what was deployed before that which runs: the last; going back twice goes back two."""
    if not known:
        return None
    first = known.index(known[-1])
    return known[first - 1] if first else None


def _read(target: Target, bucket: str, key: str) -> Any:
    return json.loads(target.s3.get_object(Bucket=bucket, Key=key)["Body"].read())
