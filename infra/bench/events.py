"""Requests as API Gateway hands them to a Lambda."""

import json
from typing import Any

from chalicelib.urls import PATHS

Json = dict[str, Any]
BROWSER = "text/html,application/xhtml+xml"


def get(path: str, session: str | None = None, accept: str = BROWSER) -> Json:
    """Return a page's event; `path` follows the language. A browser's session is in its cookie."""
    cookie = {"cookie": f"__Host-session={session}"} if session else {}
    return _event("GET", path, {"accept": accept, "user-agent": "Mozilla/5.0 Firefox/140.0", **cookie}, "")


def post(path: str, content: Json, session: str | None = None) -> Json:
    """Return the event of an action that a program asks for."""
    return _event("POST", path, _program(session), json.dumps(content))


def post_to(name: str, parameters: dict[str, str], content: Json, session: str) -> Json:
    """Return the event of an action at a named address, such as `documents.list`."""
    resource, named = PATHS[name], {"lang": "fr", **parameters}
    return _request("POST", resource, resource.format(**named), named, _program(session), json.dumps(content))


def _program(session: str | None) -> dict[str, str]:
    """Return what a program sends before its content."""
    bearer = {"authorization": f"Bearer {session}"} if session else {}
    return {"accept": "application/json", "content-type": "application/json", "user-agent": "bench", **bearer}


def asset(name: str) -> Json:
    return _request("GET", "/assets/{name}", f"/assets/{name}", {"name": name}, {"accept": "*/*"}, "")


def _event(method: str, path: str, headers: dict[str, str], body: str) -> Json:
    return _request(method, f"/{{lang}}{path}", f"/fr{path}", {"lang": "fr"}, headers, body)


def _request(
    method: str, resource: str, path: str, parameters: dict[str, str], headers: dict[str, str], body: str
) -> Json:
    context = {"resourcePath": resource, "httpMethod": method, "path": path, "identity": {"sourceIp": "203.0.113.7"}}
    context["requestId"] = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": context,
        "body": body,
        "isBase64Encoded": False,
    }
