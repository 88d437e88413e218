"""The API's description, made from the routes themselves (REQUIREMENTS X3)."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.record import Record
from chalicelib.web.app import App
from chalicelib.web.problems import MEDIA_TYPE
from chalicelib.web.router import SECURITY, Public, Route

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "request_id": {"type": "string"},
    },
}
PROOFS = ("session", "key")  # as guards declare them
LANGUAGE: dict[str, Any] = {"name": "lang", "in": "path", "required": True, "schema": {"enum": ["fr", "en"]}}


def description(app: App) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of this portal: of what it offers, and nothing else."""
    routes = [route for route in app.named_routes if app.offers(route.name)]
    models = {model for route in routes for model in (route.body, route.response) if model}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "validation") for model in ordered], ref_template=_REF)
    portal = app.services.portal
    return {
        "openapi": "3.1.0",
        "info": {"title": portal.name.en, "description": portal.wording.introduction.en, "version": "1"},
        "servers": [{"url": app.services.settings.origin}],
        "paths": _paths(routes),
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": {proof: {"type": "http", "scheme": "bearer"} for proof in PROOFS},
        },
    }


_REF = "#/components/schemas/{model}"


def _paths(routes: Iterable[Route]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in routes:
        item = paths.setdefault(route.path, {"parameters": _parameters(route.path)})
        item[route.method.lower()] = _operation(route)
    return paths


def _parameters(path: str) -> list[dict[str, Any]]:
    return [_parameter(name) for name in re.findall(r"{(\w+)}", path)]


def _parameter(name: str) -> dict[str, Any]:
    if name == LANGUAGE["name"]:
        return LANGUAGE
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "responses": {
            str(route.status): {
                "description": "Done",
                **(_file(route.file) if route.file else _content(route.response)),
            },
            "default": {"description": "Refused", "content": {MEDIA_TYPE: {"schema": {"$ref": _ref("Problem")}}}},
        },
    }
    if route.query:
        operation["parameters"] = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in route.query]
    if route.body and route.body.model_fields:
        operation["requestBody"] = {"required": True, **_content(route.body)}
    proof = None if isinstance(route.guard, Public) else SECURITY.get(route.guard)
    if proof:
        operation["security"] = [{proof: []}]
    return operation


def _content(model: type[Record] | None) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": _ref(model.__name__)}}}} if model else {}


def _file(media_type: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": {"type": "string"}}}}


def _ref(name: str) -> str:
    return _REF.format(model=name)
