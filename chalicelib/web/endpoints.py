"""Addresses that have no language: the root, health, the API's description, styles and scripts."""

from typing import cast
from urllib.parse import urlsplit

from chalice.app import Request, Response

from chalicelib.errors import NotFound
from chalicelib.i18n.languages import preferred
from chalicelib.portal.model import Portal
from chalicelib.web import assets
from chalicelib.web.app import App
from chalicelib.web.inputs import JSON
from chalicelib.web.raw_request import RawRequest


def add_endpoints(app: App) -> None:
    """Register them."""
    services = app.services

    @app.route("/")
    def root() -> Response:
        """Send people to the language that their browser prefers; French where it says neither."""
        accepted = RawRequest(cast("Request", app.current_request)).header("accept-language")
        home = f"{urlsplit(services.settings.origin).path}/{preferred(accepted)}/"
        return Response("", {"Location": home, "Vary": "Accept-Language"}, 303)

    @app.route("/health")
    def health() -> Response:
        """Say that the code runs; the table is not asked, so that a probe costs nothing."""
        return Response({"status": "ok", "portal": services.portal.key}, {"Content-Type": JSON})

    @app.route("/openapi.json")
    def openapi() -> Response:
        from chalicelib.web.openapi import description  # noqa: PLC0415 -- few ask, and it builds every schema

        return Response(description(app), {"Content-Type": JSON})

    @app.route("/assets/{name}")
    def asset(name: str) -> Response:
        return _asset(services.portal, name)


def _asset(portal: Portal, name: str) -> Response:
    try:
        content, media_type = assets.read_asset(portal, name)
    except NotFound:
        return Response("", {"Content-Type": "text/plain"}, 404)
    return Response(content, {"Content-Type": media_type, "Cache-Control": assets.FOREVER})
