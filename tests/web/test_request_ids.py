"""A request can be found again: by its id in logs and answers, by a reference that people can read out."""

import json
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.app_factory import create_app
from chalicelib.cloud.logs import log
from chalicelib.services import Services
from chalicelib.web.request_ids import reference_of
from tests.support.faults import DownTable
from tests.support.http import REQUEST_ID, Answer, Browser, Program, call
from tests.support.members import browser_of_member
from tests.support.world import World

REFERENCE = "788-150-378"
FRENCH = f'Référence à donner au soutien technique\u00a0: <strong class="app-nowrap">{REFERENCE}</strong>'
ENGLISH = f'Reference for support: <strong class="app-nowrap">{REFERENCE}</strong>'
WORLD = World("social-work")
APP = create_app(WORLD)


def broken_app(trouble: Exception) -> Chalice:
    return create_app(World("social-work", DownTable(trouble)))


def lines(logged: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def test_a_reference_is_nine_digits_and_nothing_where_there_is_no_id() -> None:
    assert reference_of(REQUEST_ID) == REFERENCE
    assert reference_of("") == ""


@pytest.mark.req("SEC57", "SEC58")
def test_each_line_of_a_request_has_its_ids_and_lines_outside_of_one_have_none(logged: StringIO) -> None:
    Program(APP).get("/fr/account")
    log.info("between requests")
    inside, outside = lines(logged)
    assert (inside["request_id"], inside["reference"]) == (REQUEST_ID, REFERENCE)
    assert outside.keys().isdisjoint({"request_id", "reference", "function_request_id"})


def test_a_job_logs_the_id_that_lambda_gave_its_run(logged: StringIO) -> None:
    app = create_app(World("social-work"))

    @app.schedule("rate(1 hour)", name="a_job")
    def a_job(event: Any) -> None:
        log.info("at work", source=event.source)

    event = {"version": "0", "account": "1", "region": "r", "detail": {}, "detail-type": "d", "source": "s"}
    context = SimpleNamespace(aws_request_id="8f5f8a5c-run")
    a_job({**event, "time": "t", "id": "i", "resources": []}, context)
    assert lines(logged)[0]["function_request_id"] == "8f5f8a5c-run"


ANSWERS: dict[str, Callable[[], Answer]] = {
    "a page": lambda: Browser(APP).get("/fr/help"),
    "JSON": lambda: Program(APP).get("/en/help"),
    "a redirection": lambda: Browser(APP).get("/fr/account"),
    "an address without language": lambda: call(APP, "GET", "/health"),
    "a fault": lambda: Browser(broken_app(RuntimeError())).get("/fr/sign-in?token=x"),
    "nothing works": lambda: call(create_app(Services()), "GET", "/fr"),
}


@pytest.mark.req("SEC58")
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_the_id_of_its_request_in_a_header(kind: str) -> None:
    assert ANSWERS[kind]().headers["X-Request-Id"] == REQUEST_ID


@pytest.mark.req("X3")
@pytest.mark.parametrize(("path", "status"), [("/fr/account", 401), ("/de/help", 404)])
def test_a_program_is_told_the_id_in_the_problem(path: str, status: int) -> None:
    answer = Program(APP).get(path)
    assert (answer.status, answer.json["request_id"]) == (status, REQUEST_ID)


@pytest.mark.req("SEC58", "X1")
@pytest.mark.parametrize(("language", "words"), [("fr", FRENCH), ("en", ENGLISH)], ids=["fr", "en"])
def test_an_error_page_says_what_to_tell_support(language: str, words: str) -> None:
    world = World("social-work")
    member = browser_of_member(world, create_app(world))
    assert member.get(f"/{language}/applications/123456789").status == 404
    assert words in member.page.body


@pytest.mark.req("SEC58", "X1")
def test_a_form_that_was_refused_as_forged_says_what_to_tell_support() -> None:
    page = Browser(APP).send("/fr/sign-in", "csrf_token=x")
    assert page.status == 403
    assert FRENCH in page.body


@pytest.mark.req("X1")
def test_a_form_with_a_mistake_is_nothing_to_call_about() -> None:
    browser = Browser(APP)
    browser.get("/fr/identifier/forgotten")
    page = browser.post("/fr/identifier/forgotten", email="zoe")
    assert page.status == 422
    assert REFERENCE not in page.body
