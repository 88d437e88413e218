"""Makes HTML for browsers, or JSON for programs, of what a route answers and of what it refuses."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from chalice.app import Response

from chalicelib.errors import RequestError
from chalicelib.record import Record
from chalicelib.web import formats
from chalicelib.web.answers import Answer, Done, Download, Elsewhere, Form, Page
from chalicelib.web.assets import asset_path
from chalicelib.web.headers import sending_to
from chalicelib.web.inputs import JSON
from chalicelib.web.languages import OTHER, TAGS, say, write
from chalicelib.web.problems import MEDIA_TYPE, STATUS, problem, retry_headers
from chalicelib.web.templates import render
from chalicelib.web.visit import Visit

HTML = "text/html; charset=utf-8"


class Sorry(Record):
    """The page for what can't be done and has no form to be mended in."""

    title: str


def answer(visit: Visit, result: Answer) -> Response:
    match result:
        case Page():
            return _json(visit, result.model, 200) if visit.incoming.wants_json else _page(visit, result)
        case Elsewhere():
            return _response(visit, "", HTML, 303, {"Location": result.url})
        case Download():
            kept = {"Content-Disposition": f'attachment; filename="{result.name}"'}
            return _response(visit, result.text, result.media_type, 200, kept)
        case Done():
            return _done(visit, result)


def _done(visit: Visit, result: Done) -> Response:
    if visit.incoming.wants_json:
        return _json(visit, result.model, result.status)
    if result.to is None:
        return _response(visit, "", HTML, 204)
    if result.notice:
        visit.carry(notice=say(result.notice, visit.language, visit.portal.zone))
    return redirect(visit, result.to)


def redirect(visit: Visit, to: str) -> Response:
    """Send a browser on to a page of ours, which it asks for with GET."""
    return _response(visit, "", HTML, 303, {"Location": visit.url(to)})


def refuse(visit: Visit, refusal: RequestError, again: Page | None) -> Response:
    """Return a problem, or the page of the form once more: what was typed stays, and what is wrong is said."""
    status, headers = STATUS[refusal.kind], retry_headers(refusal)
    if visit.incoming.wants_json:
        found = problem(refusal, visit.language, visit.portal.zone)
        return _response(visit, json.dumps(found, ensure_ascii=False), MEDIA_TYPE, status, headers)
    tell = partial(say, language=visit.language, zone=visit.portal.zone)
    shown = again or Page("sorry.html", Sorry(title=tell(refusal.title)))
    typed = visit.incoming.typed if again else {}
    errors = {field: tell(what) for field, what in refusal.errors.items()} if again else {}  # else there is no field
    form = Form(typed or shown.values, errors, tell(refusal.detail))  # a box that was unticked stays so
    return _page(visit, shown, form, status, headers)


def _page(
    visit: Visit, shown: Page, form: Form | None = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    context = {
        "asset": partial(asset_path, visit),
        "form": form or Form(shown.values),
        "lang": visit.language,
        "language_tag": TAGS[visit.language],
        "money": partial(formats.money, language=visit.language),
        "notice": visit.take_notice(),
        "other_language_url": visit.url(visit.place, OTHER[visit.language]),
        "page": shown.model,
        "portal": visit.portal,
        "url": visit.url,
        "visit": visit,
        "write": partial(write, language=visit.language, zone=visit.portal.zone),
    }
    body = render(f"pages/{shown.template}", visit.language, context)
    own = sending_to(shown.sends_to) if shown.sends_to else {}
    return _response(visit, body, HTML, status, {**own, **(headers or {})})


def _json(visit: Visit, model: Record | None, status: int) -> Response:
    return _response(visit, model.model_dump_json() if model else "", JSON, status)


def _response(
    visit: Visit, body: str, content_type: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    all_headers: dict[str, Any] = {"Content-Type": content_type, "Content-Language": TAGS[visit.language]}
    if visit.new_cookies:
        all_headers["Set-Cookie"] = visit.new_cookies
    return Response(body, {**all_headers, **(headers or {})}, int(status))
