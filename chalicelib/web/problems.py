"""Makes HTTP answers of request errors: a status, and problem details (RFC 9457) for programs."""

from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.errors import ErrorKind, RequestError
from chalicelib.i18n.languages import say
from chalicelib.portal.text import Language

MEDIA_TYPE = "application/problem+json"

STATUS = {
    ErrorKind.MALFORMED: HTTPStatus.BAD_REQUEST,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ErrorKind.UNSUPPORTED: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorKind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorKind.FAULT: HTTPStatus.INTERNAL_SERVER_ERROR,
}
REPORTED = (  # what people call about, though they see their form again
    ErrorKind.FORBIDDEN,
    ErrorKind.NOT_FOUND,
    ErrorKind.CONFLICT,
    ErrorKind.UNAVAILABLE,
    ErrorKind.FAULT,
)


def problem(refusal: RequestError, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """Return the problem document, in the language of the address."""
    name = refusal.urn or "".join(f"-{c.lower()}" if c.isupper() else c for c in type(refusal).__name__).lstrip("-")
    found: dict[str, Any] = {
        "type": f"urn:guichet:problem:{name}",
        "title": say(refusal.title, language, zone),
        "status": int(STATUS[refusal.kind]),
        "detail": say(refusal.detail, language, zone),
    }
    if refusal.errors:
        found["errors"] = {field: say(what, language, zone) for field, what in refusal.errors.items()}
    return found


def retry_headers(refusal: RequestError) -> dict[str, str]:
    """Return when to come back, for those refusals that know it."""
    seconds = getattr(refusal, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds else {}
