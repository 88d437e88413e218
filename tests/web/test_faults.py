"""When something of ours is broken or away, people learn that and no more (SECURITY SEC58)."""

from functools import cache
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.app_factory import create_app
from chalicelib.cloud.table import Unavailable
from chalicelib.services import Services
from chalicelib.web.router import Route
from tests.support.entrances import browser_at, is_for_staff
from tests.support.faults import DownTable
from tests.support.http import Answer, Browser, Program, call
from tests.support.routes import ROUTES, address, guard_name, name_of
from tests.support.world import World

CANARY = "canary-in-a-stack-trace"
ENDPOINTS = ("/", "/health", "/openapi.json", "/assets/theme.0123456789abcdef.css")
NEEDS_A_PERSON = (
    "signed_in",
    "signed_in_at_all",
    "own_application",
    "signed_in_as_staff",
    "signed_in_just_now",
    "signed_in_as_staff_with_file",
)


class Broken(Services):
    """Nothing that is asked for is there."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(CANARY)


def tells_nothing(answer: Answer) -> bool:
    return not any(word in answer.body for word in (CANARY, "Traceback", "RuntimeError", ".py", "chalicelib"))


def browser_without_a_table(route: Route, trouble: Exception) -> Browser:
    """Return the browser of someone who was signed in when the table broke."""
    world, app, signed_in = _signed_in(is_for_staff(route))
    world.table = DownTable(trouble)
    browser = Browser(app)
    browser.cookies, browser.page = dict(signed_in.cookies), signed_in.page
    return browser


@cache
def _signed_in(for_staff: bool) -> tuple[World, Chalice, Browser]:  # noqa: FBT001
    """Return a counter with someone at one of its entrances: to sign in takes longer than to see that nothing works."""
    world = World("citizen-account")
    app = create_app(world)
    route = next(route for route in ROUTES if is_for_staff(route) is for_staff)
    return world, app, browser_at(route, world, app)


@pytest.mark.req("SEC58")
@pytest.mark.parametrize(
    ("method", "path"), [*(("GET", path) for path in ENDPOINTS), *((route.method, address(route)) for route in ROUTES)]
)
def test_when_nothing_works_every_address_says_so_and_no_more(method: str, path: str) -> None:
    answer = call(create_app(Broken()), method, path)
    assert answer.status == 500
    assert tells_nothing(answer)


@pytest.mark.req("SEC58", "X3")
@pytest.mark.parametrize("route", [route for route in ROUTES if guard_name(route) in NEEDS_A_PERSON], ids=name_of)
def test_a_fault_is_told_to_programs_as_a_problem(route: Route) -> None:
    program = Program(create_app(World("citizen-account", DownTable(RuntimeError(CANARY)))), session="0" * 75)
    answer = program.get(address(route)) if route.method == "GET" else program.post(address(route))
    assert (answer.status, answer.json["type"]) == (500, "urn:guichet:problem:fault")
    assert tells_nothing(answer)


@pytest.mark.req("SEC58", "X1")
@pytest.mark.parametrize("route", ROUTES, ids=name_of)
@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (RuntimeError(CANARY), 500, "Nous en avons été avertis."),
        (Unavailable(CANARY), 503, "Rien n’a été perdu et rien n’a été fait."),
    ],
)
@pytest.mark.long
def test_someone_signed_in_sees_a_page_of_ours_when_the_table_is_broken_or_away(
    route: Route, trouble: Exception, status: int, words: str
) -> None:
    browser = browser_without_a_table(route, trouble)
    answer = browser.get(address(route)) if route.method == "GET" else browser.post(address(route))
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert words in answer.body
    assert tells_nothing(answer)
