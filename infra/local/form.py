"""A form that a browser sends to S3: read as S3 reads it, and held to its policy. MiniStack looks at the size only.

Not checked: the signature. The policies are our own functions', and nobody else is on this machine.
"""

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from infra.local.exchange import HttpRequest

NOT_IN_POLICIES = {"policy", "x-amz-signature", "file"}
BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
NAME = re.compile(rb'[; ]name="([^"]*)"')
FILENAME = re.compile(rb'filename="([^"]*)"')


class FormRejected(Exception):  # noqa: N818 -- a noun with data
    """What S3 says instead of taking the file."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class SentForm(NamedTuple):
    """The fields by their names in lower case, `${filename}` filled in; and the file."""

    fields: dict[str, str]
    file: bytes


def read_form(request: HttpRequest) -> SentForm:
    """Take multipart/form-data apart. What comes after the file is ignored, as on S3."""
    found = BOUNDARY.search(request.header("content-type"))
    if not found:
        raise FormRejected(412, "PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data")
    fields: dict[str, str] = {}
    for part in (b"\r\n" + request.body).split(b"\r\n--" + found[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = NAME.search(head)
        if name and name[1] == b"file":
            return SentForm(_filled_in(fields, FILENAME.search(head)), content)
        if name:
            fields[name[1].decode().lower()] = content.decode()
    raise FormRejected(400, "InvalidArgument", "POST requires exactly one file upload per request.")


def _filled_in(fields: dict[str, str], found: re.Match[bytes] | None) -> dict[str, str]:
    path = found[1].decode() if found else ""
    filename = re.split(r"[/\\]", path)[-1]
    return {name: value.replace("${filename}", filename) for name, value in fields.items()}


def enforce_policy(bucket: str, form: SentForm, now: datetime) -> None:
    """Raise Refused for a form that is too late, or that holds anything but what its policy says (SECURITY SEC47)."""
    if not form.fields.get("policy"):
        raise FormRejected(403, "AccessDenied", "Access Denied")
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    if datetime.fromisoformat(policy["expiration"]).astimezone(UTC) <= now:
        raise FormRejected(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    conditions = [_triple(condition) for condition in policy["conditions"]]
    for operator, name, value in conditions:
        _enforce(operator, name, value, {**form.fields, "bucket": bucket}, len(form.file))
    named = {name for _, name, _ in conditions} | NOT_IN_POLICIES
    extra = sorted(name for name in form.fields if name not in named and not name.startswith("x-ignore-"))
    if extra:
        raise FormRejected(403, "AccessDenied", f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")


def _triple(condition: Any) -> tuple[str, Any, Any]:
    if isinstance(condition, dict):
        ((name, value),) = condition.items()
        return "eq", name.lower(), value
    operator, name, value = condition
    return operator, name.removeprefix("$").lower() if isinstance(name, str) else name, value


def _enforce(operator: str, name: Any, value: Any, fields: dict[str, str], size: int) -> None:
    if operator == "content-length-range":
        if size > value:
            raise FormRejected(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        if size < name:
            raise FormRejected(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        return
    given = fields.get(name)
    if given is None or not (given.startswith(value) if operator == "starts-with" else given == value):
        raise FormRejected(403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {name}")
