"""Clients of the application in process: they build the gateway's events and read its answers."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from chalice.app import Chalice

ADDRESS = "203.0.113.7"
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"  # as the gateway makes them
BROWSER = {
    "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}


class Answer(NamedTuple):
    """What the gateway would give the client."""

    status: int
    headers: dict[str, str]
    cookies: list[str]  # Set-Cookie, whole
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def location(self) -> str:
        return self.headers["Location"]


PAGE_WATCHERS: list[Callable[[str, Callable[[], Answer]], None]] = []  # told of each page, and how to get it again


def call(
    app: Chalice,
    method: str,
    url: str,
    body: str = "",
    headers: Mapping[str, str] | None = None,
    address: str = ADDRESS,
) -> Answer:
    """Send one request through the application, as API Gateway would."""
    parts = urlsplit(url)
    resource, parameters = _match(app, parts.path)
    event = {
        "resource": resource,
        "path": parts.path,
        "httpMethod": method,
        "headers": dict(headers or {}),
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": parse_qs(parts.query, keep_blank_values=True) or None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": parts.path,
            "identity": {"sourceIp": address},
            "requestId": REQUEST_ID,
        },
        "body": body,
        "isBase64Encoded": False,
    }
    found = app(event, None)
    return Answer(
        found["statusCode"], found["headers"], found["multiValueHeaders"].get("Set-Cookie", []), found["body"]
    )


def _match(app: Chalice, path: str) -> tuple[str, dict[str, str]]:
    """Return the resource of a path and its decoded parts, as the gateway finds them.

    Words come before parameters, and a slash at the end is none.
    """
    path = path.rstrip("/") or "/"
    for resource, pattern in _patterns(tuple(app.routes)):
        if found := pattern.fullmatch(path):
            return resource, {name: unquote(part) for name, part in found.groupdict().items()}
    raise LookupError(path)


@cache
def _patterns(resources: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Return an application's resources in the order in which they are tried, with what fits each."""
    in_order = sorted(resources, key=lambda resource: (resource.count("{"), resource))
    return [(each, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", each))) for each in in_order]


class Program:
    """A client that speaks JSON, and proves its session with a bearer token."""

    def __init__(self, app: Chalice, address: str = ADDRESS, session: str | None = None) -> None:
        self._app = app
        self._address = address
        self.session = session

    def get(self, url: str) -> Answer:
        return call(self._app, "GET", url, headers=self._headers(), address=self._address)

    def post(self, url: str, body: str | None = None, **fields: Any) -> Answer:
        headers = {**self._headers(), "content-type": "application/json"}
        text = json.dumps(fields) if body is None else body
        answer = call(self._app, "POST", url, text, headers, self._address)
        if answer.status == 200 and isinstance(answer.json, dict):
            self.session = answer.json.get("session") or self.session
        return answer

    def _headers(self) -> dict[str, str]:
        bearer = {"authorization": f"Bearer {self.session}"} if self.session else {}
        return {"accept": "application/json", **bearer}


class Browser:
    """A client that keeps cookies and fills in forms, with the token of the page that it last saw."""

    def __init__(self, app: Chalice, address: str = ADDRESS) -> None:
        self._app = app
        self._address = address
        self.cookies: dict[str, str] = {}
        self.page = Answer(0, {}, [], "")

    def get(self, url: str, **headers: str) -> Answer:
        return self._send("GET", url, "", headers)

    def post(self, url: str, /, **fields: str) -> Answer:
        """Send a form, with the token of the page that was seen last."""
        return self.send(url, urlencode({"csrf_token": self.csrf_token, **fields}))

    def send(self, url: str, body: str, **headers: str) -> Answer:
        """Send a form's body as it is."""
        return self._send("POST", url, body, {"content-type": "application/x-www-form-urlencoded", **headers})

    def submit(self, url: str, /, **fields: str) -> Answer:
        """Open the page, send its form and follow where that leads."""
        self.get(url)
        answer = self.post(url, **fields)
        return self.get(answer.location) if answer.status == 303 else answer

    @property
    def csrf_token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page.body)
        return unescape(found[1]) if found else ""

    def _send(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        ask = partial(call, self._app, method, url, body, {**BROWSER, "cookie": jar, **headers}, self._address)
        answer = ask()
        if method == "GET" and answer.status < 500 and answer.body.startswith("<"):
            for watch in PAGE_WATCHERS:
                watch(url, ask)
        for line in answer.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        if answer.body:
            self.page = answer
        return answer
