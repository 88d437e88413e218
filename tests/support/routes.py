"""Every route of the counter, as the tests that walk them all need it."""

from chalicelib.counter import open_counter
from chalicelib.portal.text import Language
from chalicelib.web.desk import Route
from tests.support.world import World

ROUTES: tuple[Route, ...] = tuple(open_counter(World("citizen-account")).desk_routes)
PAGES = [route for route in ROUTES if route.method == "GET"]
ACTIONS = [route for route in ROUTES if route.method == "POST"]


def name_of(route: Route) -> str:
    """Return what a test's report calls the route."""
    return f"{route.method} {route.path}"


def address(route: Route, language: Language = "fr") -> str:
    return route.path.format(lang=language)
