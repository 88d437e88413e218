"""The Chalice application of one portal: it answers at the addresses of its routers."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from chalice.app import Chalice, Response
from chalice.app import Request as ChaliceRequest

from chalicelib.i18n.languages import preferred
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.urls import WITH_LANGUAGE, filled
from chalicelib.web.exchange import Exchange
from chalicelib.web.raw_request import RawRequest
from chalicelib.web.request import Location, Realm, Request
from chalicelib.web.router import Route, Router

ANY: list[str] = []  # we refuse media types ourselves, in the person's language


class App(Chalice):
    """The application of one portal: the routes of all its routers."""

    def __init__(self, services: Services, realm: Realm[Any]) -> None:
        super().__init__(app_name="guichet", configure_logs=False)
        self.services = services
        self.realm = realm
        self.named_routes: list[Route] = []

    def include(self, routers: Iterable[Router]) -> None:
        """Answer at the addresses of these routers from now on."""
        for route in (route for router in routers for route in router.routes):
            self.named_routes.append(route)
            self.route(route.path, methods=[route.method], content_types=ANY)(self._handler(route))

    def offers(self, name: str) -> bool:  # noqa: ARG002 -- an application that knows its routers says more
        """Tell whether this portal answers at a named address."""
        return True

    def page_of(self, route: Route) -> str:
        """Return the path of the page that a route belongs to: its own, or the nearest above an action's."""
        path = route.path
        while path.startswith(WITH_LANGUAGE) and not self.has_page(path):
            path = path.rpartition("/")[0]
        return path

    def has_page(self, path: str) -> bool:
        """Tell whether something can be read at this path."""
        return "GET" in self.routes.get(path, {})

    def _handler(self, route: Route) -> Callable[..., Response]:
        def handle(lang: str = "", **parameters: str) -> Response:
            path = filled(self.page_of(route), parameters)
            raw = RawRequest(cast("ChaliceRequest", self.current_request), route.body)
            language = _language(lang) if lang else preferred(raw.header("accept-language"))
            location = Location(path, parameters, route.query)
            request = Request(raw, self.services, route.realm or self.realm, language, location)
            return Exchange(request, route, lang).answer()

        return handle


def _language(lang: str) -> Language:
    return "en" if lang == "en" else "fr"
