"""Requests and answers of the front, apart from the server that carries them."""

import json
from typing import Any, NamedTuple

Headers = list[tuple[str, str]]


class HttpRequest(NamedTuple):
    """`target` is the path and the query, as they came; `peer` is the address at the connection's other end."""

    method: str
    target: str
    headers: Headers
    body: bytes
    peer: str

    def header(self, name: str) -> str:
        """Return the last value of a header, or nothing."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), "")

    @property
    def host(self) -> str:
        return self.header("host").partition(":")[0].lower()

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def wants_json(self) -> bool:
        accepted = self.header("accept")
        return "application/json" in accepted and "text/html" not in accepted


class HttpResponse(NamedTuple):
    status: int
    headers: Headers
    body: bytes


def html(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(status, [("Content-Type", "text/html; charset=utf-8")], text.encode())


def as_json(content: Any) -> HttpResponse:
    return HttpResponse(200, [("Content-Type", "application/json")], json.dumps(content, ensure_ascii=False).encode())
