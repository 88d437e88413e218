"""What API Gateway does around a function. MiniStack runs the function but not all that is around it."""

import json
from typing import Any
from uuid import uuid4

import urllib3
from urllib3.util import SKIP_HEADER

from chalicelib.portal.model import Portal
from infra.local.exchange import Headers, HttpRequest, HttpResponse
from infra.packing.gateway import REQUEST_ID, gateway_responses

HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
OURS = HOP_BY_HOP | {"content-length", "x-forwarded-for"}
LARGEST = 10 * 2**20  # bytes of a body
PATIENCE = 29  # seconds
UNKNOWN_PATH = {"message": "Missing Authentication Token"}


class Gateway:
    """The API of one portal, at the root of its host."""

    def __init__(self, pool: urllib3.HTTPConnectionPool, api: str, portal: Portal) -> None:
        self._pool = pool
        self._own: dict[str, Any] = gateway_responses(portal)
        self._prefix = f"/restapis/{api}/api/_user_request_"

    def answer(self, request: HttpRequest) -> HttpResponse:
        if len(request.body) > LARGEST:
            return self._own_answer("REQUEST_TOO_LARGE", request, 413)
        try:
            answer = self._forward(request)
        except urllib3.exceptions.HTTPError:
            return self._own_answer("DEFAULT_5XX", request, 504)
        if answer.status == 403 and _says(answer, UNKNOWN_PATH):
            return self._own_answer("MISSING_AUTHENTICATION_TOKEN", request, 403)
        return self._own_answer("DEFAULT_5XX", request, 502) if answer.status == 502 else answer

    def _forward(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on as it is, but for who sent it: what a client says of that is dropped."""
        headers = urllib3.HTTPHeaderDict([(name, value) for name, value in request.headers if name.lower() not in OURS])
        headers.add("X-Forwarded-For", request.peer)
        for name in ("User-Agent", "Accept-Encoding"):
            headers.setdefault(name, SKIP_HEADER)
        found = self._pool.urlopen(
            request.method,
            self._prefix + request.target,
            body=request.body or None,
            headers=headers,
            redirect=False,
            retries=False,
            timeout=PATIENCE,
            decode_content=False,
        )
        return HttpResponse(found.status, _end_to_end(found.headers), found.data)

    def _own_answer(self, kind: str, request: HttpRequest, status: int) -> HttpResponse:
        """Return the gateway's own answer of that kind; `status` where the kind has none."""
        response = self._own[kind]
        media_type = "text/html" if "text/html" in request.header("accept") else "application/json"
        own_id = str(uuid4())
        values = response["ResponseParameters"]["Headers"]
        headers = [(name, own_id if value == REQUEST_ID else value[1:-1]) for name, value in values.items()]
        body = response["ResponseTemplates"][media_type].replace(f"${REQUEST_ID}", own_id).encode()
        return HttpResponse(response.get("StatusCode", status), [("Content-Type", media_type), *headers], body)


def _end_to_end(headers: urllib3.HTTPHeaderDict) -> Headers:
    dropped = HOP_BY_HOP | {"content-length", "date", "server"}
    return [(name, value) for name, value in headers.iteritems() if name.lower() not in dropped]


def _says(answer: HttpResponse, content: dict[str, str]) -> bool:
    try:
        return bool(json.loads(answer.body) == content)
    except ValueError:
        return False
