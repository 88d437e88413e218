"""Renders answers and errors: HTML for browsers, JSON for programs."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from chalice.app import Response

from chalicelib.errors import RequestError
from chalicelib.i18n import formats
from chalicelib.i18n.languages import OTHER, TAGS, say, write
from chalicelib.portal.text import Language
from chalicelib.record import Record
from chalicelib.web.answers import Answer, Done, Download, Form, Page, Redirect
from chalicelib.web.assets import asset_path
from chalicelib.web.headers import sending_to
from chalicelib.web.inputs import JSON
from chalicelib.web.problems import MEDIA_TYPE, REPORTED, STATUS, problem, retry_headers
from chalicelib.web.request import Request
from chalicelib.web.request_ids import reference_of
from chalicelib.web.templates import render

HTML = "text/html; charset=utf-8"


class Sorry(Record):
    """The page for what can't be done and has no form to be mended in."""

    title: str


def answer(request: Request, result: Answer) -> Response:
    match result:
        case Page():
            return _json(request, result.model, 200) if request.raw.wants_json else _page(request, result)
        case Redirect():
            return _response(request, "", HTML, 303, {"Location": result.url})
        case Download():
            kept = {"Content-Disposition": f'attachment; filename="{result.name}"'}
            return _response(request, result.text, result.media_type, 200, kept)
        case Done():
            return _done(request, result)


def _done(request: Request, result: Done) -> Response:
    if request.raw.wants_json:
        return _json(request, result.model, result.status)
    if result.to is None:
        return _response(request, "", HTML, 204)
    if result.notice:
        request.response.carry(notice=say(result.notice, request.language, request.portal.zone))
    return redirect(request, result.to, result.language)


def redirect(request: Request, to: str, language: Language | None = None) -> Response:
    """Send a browser on to a page of ours, which it asks for with GET."""
    headers = {"Location": request.url(to, language), "Content-Language": TAGS[language or request.language]}
    return _response(request, "", HTML, 303, headers)


def refuse(request: Request, refusal: RequestError, again: Page | None) -> Response:
    """Return a problem, or the page of the form once more: what was typed stays, and what is wrong is said."""
    status, headers = STATUS[refusal.kind], retry_headers(refusal)
    if request.raw.wants_json:
        found = problem(refusal, request.language, request.portal.zone) | {"request_id": request.raw.id}
        return _response(request, json.dumps(found, ensure_ascii=False), MEDIA_TYPE, status, headers)
    tell = partial(say, language=request.language, zone=request.portal.zone)
    shown = again or Page("sorry.html", Sorry(title=tell(refusal.title)))
    typed = request.raw.typed if again else {}
    errors = {field: tell(what) for field, what in refusal.errors.items()} if again else {}  # else there is no field
    reference = reference_of(request.raw.id) if again is None or refusal.kind in REPORTED else ""
    form = Form(typed or shown.values, errors, tell(refusal.detail), reference)  # a box that was unticked stays so
    return _page(request, shown, form, status, headers)


def _page(
    request: Request, shown: Page, form: Form | None = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    context = {
        "asset": partial(asset_path, request),
        "form": form or Form(shown.values),
        "lang": request.language,
        "language_tag": TAGS[request.language],
        "money": partial(formats.money, language=request.language),
        "notice": request.take_flash(),
        "other_language_url": request.url(request.place, OTHER[request.language]),
        "page": shown.model,
        "portal": request.portal,
        "request": request,
        "url": request.url,
        "url_for": request.url_for,
        "write": partial(write, language=request.language, zone=request.portal.zone),
    }
    body = render(f"pages/{shown.template}", request.language, context)
    own = sending_to(shown.sends_to) if shown.sends_to else {}
    return _response(request, body, HTML, status, {**own, **(headers or {})})


def _json(request: Request, model: Record | None, status: int) -> Response:
    return _response(request, model.model_dump_json() if model else "", JSON, status)


def _response(
    request: Request, body: str, content_type: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    all_headers: dict[str, Any] = {"Content-Type": content_type, "Content-Language": TAGS[request.language]}
    if new_cookies := request.response.set_cookies(request.services):
        all_headers["Set-Cookie"] = new_cookies
    return Response(body, {**all_headers, **(headers or {})}, int(status))
