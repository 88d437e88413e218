"""The headers of every answer (SECURITY SEC33), and the answer to unexpected exceptions (SEC58)."""

from collections.abc import Callable
from typing import Any

from chalice.app import Request, Response

from chalicelib.cloud.logs import log
from chalicelib.web.request_ids import HEADER, id_of

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def sending_to(origin: str) -> dict[str, str]:
    """Return the headers of a page whose form goes to another origin, which sends the browser back to us."""
    policy = CONTENT_SECURITY_POLICY
    for directive in ("connect-src", "form-action"):
        policy = policy.replace(f"{directive} 'self'", f"{directive} 'self' {origin}")
    return {"Content-Security-Policy": policy}


def with_headers(request: Request, get_response: Callable[[Request], Response]) -> Response:
    """Chalice's outermost middleware: an answer leaves with the headers, whatever happened inside."""
    try:
        response = get_response(request)
    except Exception:  # noqa: BLE001 -- the last resort of all
        log.exception("an answer could not be made")
        response = Response("", {"Content-Type": "text/plain"}, 500)
    own: dict[str, Any] = response.headers
    response.headers = {**HEADERS, HEADER: id_of(request), **own}
    return response
