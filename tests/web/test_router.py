"""Addresses: a mailed token leaves them at once, and what has no page of its own leads to the nearest above."""

import re
from urllib.parse import quote

import pytest

from chalicelib.accounts.guards import PEOPLE
from chalicelib.app_factory import create_app
from chalicelib.errors import Invalid, NotFound
from chalicelib.portal.text import LANGUAGES
from chalicelib.web.answers import Done, Page
from chalicelib.web.app import App
from chalicelib.web.inputs import Nothing
from chalicelib.web.request import Request
from chalicelib.web.router import Route, Router
from tests.support.entrances import is_for_staff
from tests.support.http import Browser, Program, call
from tests.support.members import EMAIL, member
from tests.support.routes import PAGES, ROUTES, address, filled, guard_name, name_of
from tests.support.world import GOOD, World

APP = create_app(World("citizen-account"))
PAGE_PATHS = {route.path for route in PAGES}


def _needs_a_person(route: Route) -> bool:
    """Tell whether someone with an account has to be signed in; for staff, see tests/staff/test_sign_in.py."""
    return guard_name(route).startswith(("signed_in", "own_")) and not is_for_staff(route)


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.is_for_machines], ids=name_of)
def test_every_address_belongs_to_a_page(route: Route) -> None:
    page = APP.page_of(route)
    assert page in PAGE_PATHS
    assert route.path.startswith(page)


@pytest.mark.req("S1")
@pytest.mark.parametrize("route", [route for route in ROUTES if _needs_a_person(route)], ids=name_of)
def test_who_is_sent_to_sign_in_comes_back_to_where_that_was_needed(route: Route) -> None:
    world = World("citizen-account")
    app = create_app(world)
    member(world)
    browser = Browser(app)
    browser.get("/fr/sign-in")
    browser.get(address(route)) if route.method == "GET" else browser.post(address(route))
    browser.get("/fr/sign-in")
    answer = browser.post("/fr/sign-in", identifier=EMAIL, password=GOOD)
    assert answer.location == filled(app.page_of(route))


@pytest.mark.req("SEC58")
def test_what_is_too_long_to_be_the_name_of_anything_is_not_there() -> None:
    program = Program(APP)
    named = [route for route in ROUTES if "{" in route.path.removeprefix("/{lang}") and route.method == "GET"]
    assert named
    for route in named:
        parts = dict.fromkeys(re.findall(r"{(\w+)}", route.path), "é" * 451)
        assert program.get(route.path.format(**parts | {"lang": "fr"})).status == 404


# --- tokens ---


@pytest.mark.req("SEC34")
@pytest.mark.parametrize("route", PAGES, ids=name_of)
def test_a_token_leaves_the_address_before_any_page_is_shown(route: Route) -> None:
    answer = Browser(create_app(World("citizen-account"))).get(f"{address(route)}?token=s3cret")
    assert (answer.status, answer.location, answer.body) == (303, address(route), "")


@pytest.mark.req("SEC34")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_token_is_in_no_page_that_follows(language: str) -> None:
    browser = Browser(create_app(World("citizen-account")))
    for path in ("activate", "password/reset"):
        browser.get(f"/{language}/{path}?token=s3cret")
        assert "s3cret" not in browser.get(f"/{language}/{path}").body


@pytest.mark.req("SEC64")
def test_a_parameter_that_stands_twice_is_none() -> None:
    answer = Browser(create_app(World("citizen-account"))).get("/fr/activate?token=one&token=two")
    assert answer.status == 200


def test_a_program_has_no_history_to_protect() -> None:
    assert Program(create_app(World("citizen-account"))).get("/fr/activate?token=s3cret").status == 200


# --- a form that is shown again ---

PAGES_ROUTER = Router()
ASKED: list[str] = []


def _open_door(_: Request) -> str:
    ASKED.append("action")
    return "let in"


def _shut_door(_: Request) -> str:
    ASKED.append("page")
    raise NotFound


@PAGES_ROUTER.get("guidance.help", guard=_shut_door, response=None)
def _page(_request: Request, _seen: str) -> Page:
    raise AssertionError


@PAGES_ROUTER.post("guidance.terms", guard=_open_door, body=Nothing, retry_page=_page)
def _action(_request: Request, _seen: str, _: Nothing) -> Done:
    raise Invalid({})


@pytest.mark.req("SEC37")
def test_the_page_behind_an_action_is_shown_again_only_where_its_own_guard_lets_in_too() -> None:
    """The guard of the action is asked once; what it returned is not loaded again for the page."""
    app = App(World("citizen-account"), PEOPLE)
    app.include([PAGES_ROUTER])
    ASKED.clear()
    browser = Browser(create_app(World("citizen-account")))
    browser.get("/fr/sign-in")
    answer = call(app, "POST", "/fr/terms", f"csrf_token={quote(browser.csrf_token)}", _form_headers(browser))
    assert (answer.status, ASKED) == (422, ["action", "page"])


def _form_headers(browser: Browser) -> dict[str, str]:
    jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return {"accept": "text/html", "content-type": "application/x-www-form-urlencoded", "cookie": jar}
