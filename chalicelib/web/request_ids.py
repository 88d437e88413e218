"""The ids of a request: in each of its log lines, in its answer, and as a short reference that people can read out."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

from chalice.app import Request

from chalicelib.cloud.logs import log

HEADER = "X-Request-Id"


def id_of(request: Request) -> str:
    """Return the gateway's id of the request, which its access log has too; nothing where no gateway gave one."""
    return str(request.context.get("requestId", ""))


def reference_of(request_id: str) -> str:
    """Return what people give to support: nine digits, such as `482-913-075`, since letters are misheard."""
    if not request_id:
        return ""
    digits = f"{crc32(request_id.encode()) % 10**9:09}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def with_log_context(event: Any, answer: Callable[[Any], Any]) -> Any:
    """Chalice's middleware for requests and jobs: each line that is logged meanwhile has the ids."""
    with log.append_context_keys(**_ids(event)):
        return answer(event)


def _ids(event: Any) -> dict[str, str]:
    is_request = isinstance(event, Request)
    run = getattr(event.lambda_context if is_request else event.context, "aws_request_id", "")
    request = id_of(event) if is_request else ""
    found = {"request_id": request, "reference": reference_of(request), "function_request_id": run}
    return {name: value for name, value in found.items() if value}
