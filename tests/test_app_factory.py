"""Routers are imported when an address of theirs is first asked for; every address has its router."""

import pytest

from chalicelib.app_factory import LazyApp, create_app
from chalicelib.urls import PATHS
from chalicelib.web.router import Route
from chalicelib.wiring import ROUTERS
from tests.support.http import call
from tests.support.routes import ROUTES, name_of
from tests.support.world import World


def _lazy() -> LazyApp:
    return create_app(World("citizen-account"), lazy=True)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_whoever_asks_for_an_address_finds_its_router_imported(route: Route) -> None:
    app = _lazy()
    app.open_path(route.path)
    assert route.method in app.routes[route.path]
    assert app.page_of(route) == create_app(World("citizen-account")).page_of(route)


def test_the_other_routers_are_not_imported() -> None:
    app = _lazy()
    app.open_path("/{lang}/help")
    assert "/{lang}/terms" in app.routes
    assert "/{lang}/sign-in" not in app.routes


def test_an_action_without_a_page_of_its_own_brings_the_page_above_it() -> None:
    app = _lazy()
    app.open_path("/{lang}/sign-out")
    sign_out = next(route for route in app.named_routes if route.name == "sign_in.sign_out")
    assert app.page_of(sign_out) == "/{lang}"


def test_a_probe_imports_none() -> None:
    app = _lazy()
    assert call(app, "GET", "/health").status == 200
    assert app.named_routes == []


def test_a_router_is_included_once() -> None:
    app = _lazy()
    app.open_path("/{lang}/help")
    included = len(app.named_routes)
    app.open_path("/{lang}/terms")
    assert len(app.named_routes) == included


def test_the_description_tells_of_every_router() -> None:
    app = _lazy()
    app.open_path("/openapi.json")
    assert {route.path for route in app.named_routes} == {route.path for route in ROUTES}


def test_every_address_has_a_router_and_every_router_answers_at_its_own_addresses() -> None:
    assert {route.name for route in ROUTES} == PATHS.keys()
    assert {name.partition(".")[0] for name in PATHS} == ROUTERS.keys()


def test_no_path_has_two_names() -> None:
    assert len(set(PATHS.values())) == len(PATHS)
