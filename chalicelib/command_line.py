"""Ends a command of Chalice with one sentence where its stage or its folder is not one that can be deployed."""

import json
import re
from collections.abc import MutableMapping, Sequence
from pathlib import Path

STREAM = re.compile(r"arn:[\w-]+:dynamodb:(?P<region>[\w-]+):(?!0{12}:)\d{12}:table/\S+/stream/\S+")
PREPARE = "python -m infra.chalice_deploy folder STAGE"


def check_stage(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Chalice has put the stage's variables into the environment; it reads the region later."""
    if "PORTAL" not in environment:
        raise SystemExit(f"There is no such stage here. Give one with --stage: {', '.join(_stages())}.")
    if {"deploy", "delete"} & set(arguments):
        stream = STREAM.fullmatch(environment.get("STREAM_ARN", ""))
        if not stream:
            raise SystemExit(f"This folder is not for one stage. `{PREPARE}` writes the folder to deploy from.")
        environment["AWS_DEFAULT_REGION"] = stream["region"]


def _stages() -> list[str]:
    return list(json.loads(Path(".chalice", "config.json").read_text())["stages"])
