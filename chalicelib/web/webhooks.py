"""Addresses for the webhooks of other services: without language or session, with the body as it was sent."""

from collections.abc import Callable
from typing import cast

from chalice.app import Request, Response

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import WrittenByNewer
from chalicelib.services import Services
from chalicelib.web.app import ANY, App
from chalicelib.web.inputs import JSON
from chalicelib.web.raw_request import RawRequest

Receive = Callable[[Services, bytes, RawRequest], bool]  # whether it is proven, and understood
LARGEST = 256 * 1024  # bytes


def add_webhook(app: App, path: str, receive: Receive) -> None:
    """Register it. What is not taken is refused for good (400), what can't be taken now is to come again (503)."""

    @app.route(path, methods=["POST"], content_types=ANY)
    def webhook() -> Response:
        request = cast("Request", app.current_request)
        return Response("", {"Content-Type": JSON}, _status(app.services, request, receive))


def _status(services: Services, request: Request, receive: Receive) -> int:
    body = cast("bytes", request.raw_body)
    if len(body) > LARGEST:
        return 413
    try:
        return 200 if receive(services, body, RawRequest(request)) else 400
    except (Unavailable, Conflict, WrittenByNewer) as trouble:
        log.warning("webhook postponed", reason=str(trouble))
        return 503
    except Exception:  # noqa: BLE001 -- the sender tries again, and the log has it
        log.exception("webhook failed")
        return 500
