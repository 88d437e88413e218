"""Every route of the counter, as the tests that walk them all need it."""

import re

from chalicelib.app_factory import create_app
from chalicelib.portal.text import Language
from chalicelib.web.router import Public, Route
from tests.support.world import World

ROUTES: tuple[Route, ...] = tuple(create_app(World("citizen-account")).named_routes)
PAGES = [route for route in ROUTES if route.method == "GET"]
ACTIONS = [route for route in ROUTES if route.method == "POST" and not route.is_for_machines]


def guard_name(route: Route) -> str:
    """Return the name of a route's guard; `public` where it has none."""
    return "public" if isinstance(route.guard, Public) else route.guard.__name__


def name_of(route: Route) -> str:
    """Return what a test's report calls the route."""
    return f"{route.method} {route.path}"


class Samples(dict[str, str]):
    """What stands for the parts of an address that vary: a service and one of the staff, and files that are not."""

    def __missing__(self, name: str) -> str:
        return "0" * 32


SAMPLES = Samples(service="small-claims", number="123456789", page="identity", person=f"{1:032x}", kind="access")


def address(route: Route, language: Language = "fr") -> str:
    return filled(route.path, language)


def filled(path: str, language: Language = "fr") -> str:
    """Return a path with its varying parts filled in."""
    return path.format_map(Samples({**SAMPLES, "lang": language}))


def page_at(path: str) -> Route | None:
    """Return the page that an address leads to, as the gateway would: words before parameters."""
    fitting = [route for route in PAGES if re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.path), path)]
    return min(fitting, key=lambda route: route.path.count("{"), default=None)
