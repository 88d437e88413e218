"""What HTTP makes of a refusal: a status, and RFC 9457 for programs."""

from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.i18n.languages import say
from chalicelib.portal.text import Language
from chalicelib.refusal import Kind, Refusal

MEDIA_TYPE = "application/problem+json"

STATUS = {
    Kind.MALFORMED: HTTPStatus.BAD_REQUEST,
    Kind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.ABSENT: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Kind.UNSUPPORTED: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Kind.FAULT: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def problem(refusal: Refusal, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """Return the problem document, in the language of the address."""
    name = type(refusal).__name__
    found: dict[str, Any] = {
        "type": "urn:guichet:problem:" + "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-"),
        "title": say(refusal.title, language, zone),
        "status": int(STATUS[refusal.kind]),
        "detail": say(refusal.detail, language, zone),
    }
    if refusal.errors:
        found["errors"] = {field: say(what, language, zone) for field, what in refusal.errors.items()}
    return found


def retry_headers(refusal: Refusal) -> dict[str, str]:
    """Return when to come back, for those refusals that know it."""
    seconds = getattr(refusal, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds else {}
