"""Refusals of access are logged, and nothing that anyone sent is (SECURITY SEC57)."""

import json
from io import StringIO
from typing import Any

import pytest

from chalicelib.app_factory import create_app
from chalicelib.web.router import Route
from tests.support.http import Browser, Program
from tests.support.members import browser_of_member
from tests.support.routes import ACTIONS, address, name_of
from tests.support.world import World

CANARY = "canary"


def lines(logged: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def fields(route: Route) -> dict[str, str]:
    """Fill in all that the route takes."""
    return {name: f"{CANARY}-{name}@example.org" for name in (route.body.model_fields if route.body else ())}


@pytest.mark.req("SEC57")
def test_a_page_that_needs_a_person_is_logged_when_it_refuses_a_stranger(logged: StringIO) -> None:
    Program(create_app(World("citizen-account"))).get("/fr/account")
    assert [(line["reason"], line["path"]) for line in lines(logged)] == [("SignInNeeded", "/{lang}/account")]


@pytest.mark.req("SEC57", "SEC32")
def test_a_forged_form_is_logged(logged: StringIO) -> None:
    Browser(create_app(World("citizen-account"))).send("/fr/sign-in", "csrf_token=x")
    assert [(line["reason"], line["path"]) for line in lines(logged)] == [("Forged", "/{lang}/sign-in")]


@pytest.mark.req("SEC57")
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_nothing_that_was_sent_to_an_action_is_logged(route: Route, logged: StringIO) -> None:
    world = World("citizen-account")
    app = create_app(world)
    Program(app, session=CANARY).post(address(route), **fields(route))
    browser = browser_of_member(world, app)
    browser.get("/fr/account")
    browser.post(address(route), **fields(route))
    browser.get(f"/fr/password/reset?token={CANARY}", referer=CANARY, **{"x-forwarded-for": CANARY})
    assert CANARY not in logged.getvalue()
