"""Every answer carries the headers that keep browsers safe, whatever became of the request (SECURITY SEC33)."""

import re
from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.app_factory import create_app
from chalicelib.services import Services
from chalicelib.web.headers import HEADERS
from tests.support.faults import DownTable
from tests.support.http import Answer, Browser, Program, call
from tests.support.members import browser_of_member
from tests.support.routes import ROUTES, address, name_of
from tests.support.world import World

WORLD = World("citizen-account")
APP = create_app(WORLD)
MEMBER = browser_of_member(WORLD, APP)
ENDPOINTS = ("/", "/health", "/openapi.json", "/assets/main.0123456789abcdef.css")
OWN = {"Cache-Control": "public, max-age=31536000, immutable"}  # what an asset says otherwise

ANSWERS: dict[str, Callable[[], Answer]] = {
    **{name_of(route): lambda route=route: call(APP, route.method, address(route)) for route in ROUTES},  # type: ignore[misc]
    **{f"GET {path}": lambda path=path: call(APP, "GET", path) for path in ENDPOINTS},  # type: ignore[misc]
    "a page for someone signed in": lambda: MEMBER.get("/fr/account"),
    "a program's answer": lambda: Program(APP).get("/fr/help"),
    "a redirection": lambda: Browser(APP).get("/fr/account"),
    "malformed": lambda: Program(APP).post("/fr/sign-in", "{"),
    "forged": lambda: Browser(APP).send("/fr/sign-in", "csrf_token=x"),
    "not found": lambda: call(APP, "GET", "/de/help"),
    "too large": lambda: Browser(APP).send("/fr/sign-in", "x" * 5000),
    "unsupported": lambda: call(APP, "POST", "/fr/sign-in", "x", {"content-type": "text/plain"}),
    "unsigned": lambda: Program(APP).get("/fr/account"),
    "invalid": lambda: Program(APP).post("/fr/identifier/forgotten"),
    "a method that an address does not take": lambda: call(APP, "DELETE", "/fr/sign-in"),
    "a table that is down": lambda: Program(create_app(World("freight", DownTable()))).post(
        "/fr/sign-in", identifier="x", password="x"
    ),
    "a fault of ours": lambda: Program(create_app(World("freight", DownTable(RuntimeError())))).post(
        "/fr/sign-in", identifier="x", password="x"
    ),
    "nothing works": lambda: call(create_app(Services()), "GET", "/fr"),
    "a view that raises": lambda: call(_broken(), "GET", "/broken"),
}


def _broken() -> Chalice:
    app = create_app(World("freight"))

    @app.route("/broken")
    def broken() -> None:
        raise RuntimeError

    return app


@pytest.mark.req("SEC33")
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_every_header(kind: str) -> None:
    assert ANSWERS[kind]().headers.items() >= HEADERS.items()


@pytest.mark.req("SEC33")
def test_the_headers_are_those_that_the_bar_asks_for() -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in HEADERS["Content-Security-Policy"].split(";"))
    assert {policy[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    age = re.search(r"max-age=(\d+); includeSubDomains", HEADERS["Strict-Transport-Security"])
    assert age
    assert int(age[1]) >= 365 * 24 * 60 * 60


@pytest.mark.req("SEC33")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "no-store"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ],
)
def test_a_header_has_its_value(name: str, value: str) -> None:
    assert HEADERS[name] == value


@pytest.mark.req("SEC36")
@pytest.mark.parametrize("kind", ANSWERS)
def test_no_answer_lets_another_site_read_it(kind: str) -> None:
    assert [name for name in ANSWERS[kind]().headers if name.lower().startswith("access-control")] == []


@pytest.mark.req("SEC31")
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_cookie_of_every_answer_is_of_the_safe_kind(kind: str) -> None:
    for cookie in ANSWERS[kind]().cookies:
        assert re.fullmatch(r"__Host-\w+=[^;]*; Path=/; Secure; HttpOnly; SameSite=Lax(; Max-Age=\d+)?", cookie)
        assert len(cookie) < 4096


@pytest.mark.req("X1")
@pytest.mark.parametrize(("language", "tag"), [("fr", "fr-CA"), ("en", "en-CA")])
def test_an_answer_says_its_language(language: str, tag: str) -> None:
    answers = [Browser(APP).get(f"/{language}/help"), Program(APP).get(f"/{language}/account")]
    assert [answer.headers["Content-Language"] for answer in answers] == [tag, tag]
