"""Logs: one JSON object a line, in UTC, whatever is logged (SECURITY SEC57)."""

import json
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest

from chalicelib.cloud.logs import log


def lines(logged: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


@pytest.mark.req("SEC57")
def test_a_line_is_json_with_its_level_service_and_facts(logged: StringIO) -> None:
    log.warning("not now", path="/sign-in")
    assert [lines(logged)[0][name] for name in ("level", "service", "message", "path")] == [
        "WARNING",
        "guichet",
        "not now",
        "/sign-in",
    ]


@pytest.mark.req("SEC57")
def test_a_line_is_dated_in_utc(logged: StringIO) -> None:
    log.info("now")
    moment = datetime.strptime(lines(logged)[0]["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z")
    assert moment.utcoffset() == timedelta(0)


@pytest.mark.req("SEC57")
def test_nothing_that_is_logged_begins_a_line_of_its_own(logged: StringIO) -> None:
    log.info("one\r\n{}", agent='curl\n{"level": "ERROR"}')
    assert [line["message"] for line in lines(logged)] == ["one\r\n{}"]


@pytest.mark.req("SEC57")
def test_an_exception_is_on_its_own_line_with_what_was_raised(logged: StringIO) -> None:
    try:
        int("gone")
    except ValueError:
        log.exception("a fault of ours")
    assert [line["exception_name"] for line in lines(logged)] == ["ValueError"]
