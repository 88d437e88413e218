"""What a client sent, as facts; what anyone can claim is not one of them."""

from typing import Any

import pytest
from chalice.app import Request

from chalicelib.web.raw_request import RawRequest


def incoming(headers: dict[str, str], query: dict[str, list[str]] | None = None, method: str = "POST") -> RawRequest:
    event: dict[str, Any] = {
        "headers": headers,
        "multiValueQueryStringParameters": query,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "requestContext": {"resourcePath": "/", "httpMethod": method, "identity": {"sourceIp": "203.0.113.7"}},
    }
    return RawRequest(Request(event))


@pytest.mark.req("SEC10")
@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip", "true-client-ip", "via"])
def test_the_address_is_the_one_that_the_gateway_saw(header: str) -> None:
    assert incoming({header: "198.51.100.1, 127.0.0.1"}).address == "203.0.113.7"


@pytest.mark.req("SEC64")
@pytest.mark.parametrize(
    ("query", "value"),
    [(None, ""), ({}, ""), ({"a": ["1"]}, "1"), ({"a": ["1", "2"]}, ""), ({"a": ["1", "1"]}, ""), ({"b": ["1"]}, "")],
)
def test_a_parameter_counts_where_it_stands_once(query: dict[str, list[str]] | None, value: str) -> None:
    assert incoming({}, query).query("a") == value


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("Bearer", ""), ("", None)],
)
def test_a_bearer_token_is_what_follows_the_word(header: str, token: str | None) -> None:
    assert incoming({"authorization": header}).bearer == token


@pytest.mark.parametrize(("method", "changes"), [("GET", False), ("HEAD", False), ("POST", True), ("DELETE", True)])
def test_only_reading_changes_nothing(method: str, changes: bool) -> None:  # noqa: FBT001
    assert incoming({}, method=method).changes_something is changes


@pytest.mark.parametrize("header", ["content-type", "Content-Type", "CONTENT-TYPE"])
def test_a_header_is_found_however_its_name_is_written(header: str) -> None:
    assert incoming({header: "Application/JSON; charset=utf-8"}).media_type == "application/json"
