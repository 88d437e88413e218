"""Creates the Chalice application of one portal from the routers in `wiring`."""

from importlib import import_module
from typing import Any

from chalicelib.accounts.guards import PEOPLE
from chalicelib.services import Services
from chalicelib.urls import PATHS
from chalicelib.web.app import App
from chalicelib.web.endpoints import add_endpoints
from chalicelib.web.headers import with_headers
from chalicelib.web.request import Realm
from chalicelib.web.request_ids import with_log_context
from chalicelib.web.webhooks import add_webhook
from chalicelib.wiring import ROUTERS, WEBHOOKS, is_offered


def _routers_by_path() -> dict[str, list[str]]:
    """Return the routers that answer at each path; the API's description asks them all."""
    found: dict[str, list[str]] = {"/openapi.json": list(ROUTERS)}
    for name, path in PATHS.items():
        found.setdefault(path, []).append(name.partition(".")[0])
    return found


_BY_PATH = _routers_by_path()


class LazyApp(App):
    """Imports a router when its address is first asked for: a cold start pays for one of them."""

    def __init__(self, services: Services, realm: Realm[Any]) -> None:
        super().__init__(services, realm)
        self._opened: set[str] = set()

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        self.open_path(event["requestContext"]["resourcePath"])
        return super().__call__(event, context)

    def open_path(self, path: str) -> None:
        """Import the routers that answer at a path; the gateway knows it as its resource's path."""
        for name in _BY_PATH.get(path.rstrip("/"), ()):
            self.open_router(name)

    def open_router(self, name: str) -> None:
        if name not in self._opened:
            self._opened.add(name)
            self.include([import_module(ROUTERS[name]).router])

    def offers(self, name: str) -> bool:
        return is_offered(name, self.services.portal)

    def has_page(self, path: str) -> bool:
        if not super().has_page(path):
            self.open_path(path)
        return super().has_page(path)


def create_app(services: Services, *, lazy: bool = False) -> LazyApp:
    """Return the application of one portal: with every router, or `lazy`, importing each when it is needed."""
    app = LazyApp(services, PEOPLE)
    app.register_middleware(with_log_context, "all")
    app.register_middleware(with_headers, "http")
    add_endpoints(app)
    for path, receive in WEBHOOKS.items():
        add_webhook(app, path, receive)
    for name in () if lazy else ROUTERS:
        app.open_router(name)
    return app
