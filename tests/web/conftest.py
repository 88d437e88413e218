"""A page in Chromium, made by the real macros and served from nowhere: for what the script adds to it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from chalicelib.accounts.guards import PEOPLE
from chalicelib.urls import path_for
from chalicelib.web.assets import STATIC
from chalicelib.web.templates import environment

ORIGIN = "http://portal.test"  # nothing listens there: the page's requests are answered below
NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
PAGE = """
{% from "macros/forms.html" import form_start, email_input, password_input with context %}
<!DOCTYPE html>
<html lang="en-CA"><head><script type="module" src="/main.js"></script></head><body>
{% include "frame/header.html" %}
<main>{{ form_start(url_for('sign_up.page')) }}
{{ email_input(form, 'email', 'Email') }}
{{ password_input(form, 'password', 'Password', rules=rules) }}
</form></main>
{% include "frame/session.html" %}
</body></html>
"""
RULES = [
    (slug, slug) for slug in ("length:8", "digit:1", "symbol:2", "upper:1", "lower:1", "not:email", "not:user_name")
]


def html(signed_in: Any) -> str:
    policies = SimpleNamespace(sign_up=SimpleNamespace(open=True), billing=SimpleNamespace(on=False), tracing=None)
    words = {"en": "A body"}
    context = {
        "asset": lambda name: f"/{name}",
        "form": SimpleNamespace(values={}, errors={}),
        "lang": "en",
        "other_language_url": "/fr/page",
        "portal": SimpleNamespace(name=words, body=SimpleNamespace(name=words), policies=policies),
        "rules": RULES,
        "request": SimpleNamespace(realm=PEOPLE, signed_in=signed_in, csrf_token="t0ken", path="/page", now=NOW),
        "url": lambda path: f"/en{path}",
        "url_for": lambda name, **parameters: f"/en{path_for(name, **parameters)}",
    }
    return environment("en").from_string(PAGE).render(context)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": flags}


@pytest.fixture(scope="session")
def base_url() -> str:
    return ORIGIN


@pytest.fixture
def stayed() -> dict[str, Any]:
    """What the server answers to someone who stays."""
    return {"status": 200, "json": {"ends_at": (NOW + timedelta(minutes=28)).isoformat()}}


@pytest.fixture
def site(page: Page, stayed: dict[str, Any]) -> Iterator[Page]:
    """A signed-in page of a portal whose sessions last 15 minutes, on a device whose clock is years behind."""
    policy = SimpleNamespace(warning=timedelta(minutes=2, seconds=30), idle=timedelta(minutes=15))
    person = SimpleNamespace(name="Marie", ends_at=NOW + policy.idle, policy=policy)

    def answer(route: Route) -> None:
        if route.request.url.endswith("/main.js"):
            route.fulfill(path=STATIC / "main.js", content_type="text/javascript")
        elif route.request.url.endswith("/stay"):
            route.fulfill(**stayed)
        else:
            route.fulfill(body=html(person), content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.clock.install(time=datetime(2020, 1, 1, tzinfo=UTC))
    page.clock.pause_at(datetime(2020, 1, 2, tzinfo=UTC))  # time passes where a test says so
    page.goto("/en/page")
    page.clock.run_for(1000)
    yield page
    page.unroute_all(behavior="ignoreErrors")
