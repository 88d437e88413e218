"""Rooms are opened when they are first asked for."""

import pytest

from chalicelib.counter import LateCounter, open_counter
from chalicelib.web.desk import Route
from tests.support.http import call
from tests.support.routes import ROUTES, name_of
from tests.support.world import World


def _late() -> LateCounter:
    return open_counter(World("citizen-account"), late=True)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_whoever_asks_for_an_address_finds_its_room_open(route: Route) -> None:
    counter = _late()
    counter.open_for(route.path)
    assert route.method in counter.routes[route.path]
    assert open_counter(World("citizen-account")).page_of(route) in counter.routes


def test_the_other_rooms_stay_shut() -> None:
    counter = _late()
    counter.open_for("/{lang}/help")
    assert "/{lang}/terms" in counter.routes
    assert "/{lang}/sign-in" not in counter.routes


def test_a_probe_opens_none() -> None:
    counter = _late()
    assert call(counter, "GET", "/health").status == 200
    assert counter.desk_routes == []


def test_a_room_is_opened_once() -> None:
    counter = _late()
    counter.open_for("/{lang}/help")
    opened = len(counter.desk_routes)
    counter.open_for("/{lang}/terms")
    assert len(counter.desk_routes) == opened


def test_the_description_tells_of_every_room() -> None:
    counter = _late()
    counter.open_for("/openapi.json")
    assert {route.path for route in counter.desk_routes} == {route.path for route in ROUTES}
