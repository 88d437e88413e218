"""What API Gateway answers by itself, where no function is asked: bilingual, with the headers of our own answers."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chalicelib.portal.model import Portal
from chalicelib.web.assets import STATIC
from chalicelib.web.headers import HEADERS
from chalicelib.web.request_ids import HEADER

Json = dict[str, Any]
REQUEST_ID = "context.requestId"  # as the gateway calls it; its templates want a dollar sign before it


class GatewayResponse(NamedTuple):
    """`status` is the gateway's own where it is None; `wait` is in seconds."""

    status: int | None
    french: str
    english: str
    wait: int | None = None


NOT_FOUND = GatewayResponse(404, "Cette page n’existe pas.", "This page does not exist.")
REFUSED = GatewayResponse(None, "Cette demande ne peut pas être traitée.", "This request can’t be handled.")
TOO_LARGE = GatewayResponse(413, "Cet envoi est trop volumineux.", "What was sent is too large.")
TOO_MANY = GatewayResponse(
    429, "Trop de demandes : réessayez dans un instant.", "Too many requests: try again in a moment.", 5
)
LATER = GatewayResponse(
    None,
    "Le service est momentanément indisponible : réessayez dans quelques minutes.",
    "The service is unavailable for the moment: try again in a few minutes.",
    120,
)
ANSWERS = {  # what is not named here is one of the two defaults
    "DEFAULT_4XX": REFUSED,
    "DEFAULT_5XX": LATER,
    "MISSING_AUTHENTICATION_TOKEN": NOT_FOUND,  # what the gateway says of an unknown path
    "RESOURCE_NOT_FOUND": NOT_FOUND,
    "REQUEST_TOO_LARGE": TOO_LARGE,
    "THROTTLED": TOO_MANY,
}


def gateway_responses(portal: Portal) -> Json:
    """Return SAM's `GatewayResponses`."""
    return {kind: _response(answer, portal) for kind, answer in ANSWERS.items()}


def _response(answer: GatewayResponse, portal: Portal) -> Json:
    wait = {"Retry-After": str(answer.wait)} if answer.wait else {}
    status = {"StatusCode": answer.status} if answer.status else {}
    headers = {name: f"'{value}'" for name, value in (HEADERS | wait).items()}
    page = _page().render(answer=answer, portal=portal, request_id=f"${REQUEST_ID}", assets=_assets(portal))
    return {
        **status,
        "ResponseParameters": {"Headers": headers | {HEADER: REQUEST_ID}},
        "ResponseTemplates": {"application/json": _problem(answer), "text/html": page},
    }


def _problem(answer: GatewayResponse) -> str:
    status = {"status": answer.status} if answer.status else {}
    title = f"{answer.french} / {answer.english}"
    return json.dumps(
        {"type": "about:blank", "title": title, **status, "request_id": f"${REQUEST_ID}"}, ensure_ascii=False
    )


@cache
def _page() -> Template:
    templates = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=templates, autoescape=True, undefined=StrictUndefined).get_template("gateway.html")


def _assets(portal: Portal) -> dict[str, str]:
    """Return the addresses of what a page looks like; a test asks for them."""
    main = (STATIC / "main.css").read_text()
    files = {"main": (main, "css"), "theme": (portal.theme, "css"), "mark": (portal.mark, "svg")}
    return {name: f"/assets/{name}.{_digest(content)}.{kind}" for name, (content, kind) in files.items()}


def _digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()[:16]
