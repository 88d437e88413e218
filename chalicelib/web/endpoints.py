"""Addresses that have no language: the root, health, the API's description, styles and scripts."""

from typing import cast
from urllib.parse import urlsplit

from chalice.app import Request, Response

from chalicelib.errors import NotFound
from chalicelib.portal.model import Portal
from chalicelib.web import assets
from chalicelib.web.desk import Counter
from chalicelib.web.incoming import Incoming
from chalicelib.web.inputs import JSON
from chalicelib.web.languages import preferred


def add_endpoints(counter: Counter) -> None:
    """Register them."""
    services = counter.services

    @counter.route("/")
    def root() -> Response:
        """Send people to the language that their browser prefers; French where it says neither."""
        wished = Incoming(cast("Request", counter.current_request)).header("accept-language")
        home = f"{urlsplit(services.settings.origin).path}/{preferred(wished)}/"
        return Response("", {"Location": home, "Vary": "Accept-Language"}, 303)

    @counter.route("/health")
    def health() -> Response:
        """Say that the code runs; the table is not asked, so that a probe costs nothing."""
        return Response({"status": "ok", "portal": services.portal.key}, {"Content-Type": JSON})

    @counter.route("/openapi.json")
    def openapi() -> Response:
        from chalicelib.web.openapi import description  # noqa: PLC0415 -- few ask, and it builds every schema

        return Response(description(counter), {"Content-Type": JSON})

    @counter.route("/assets/{name}")
    def asset(name: str) -> Response:
        return _asset(services.portal, name)


def _asset(portal: Portal, name: str) -> Response:
    try:
        content, media_type = assets.read_asset(portal, name)
    except NotFound:
        return Response("", {"Content-Type": "text/plain"}, 404)
    return Response(content, {"Content-Type": media_type, "Cache-Control": assets.FOREVER})
