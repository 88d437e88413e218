"""The API's description, made from the routes themselves (REQUIREMENTS X3)."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.record import Record
from chalicelib.web.desk import Counter, Route, everyone
from chalicelib.web.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
LANGUAGE = {"name": "lang", "in": "path", "required": True, "schema": {"enum": ["fr", "en"]}}


def description(counter: Counter) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of this portal."""
    models = {model for route in counter.desk_routes for model in (route.takes, route.gives) if model}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "validation") for model in ordered], ref_template=_REF)
    portal = counter.services.portal
    return {
        "openapi": "3.1.0",
        "info": {"title": portal.name.en, "description": portal.wording.introduction.en, "version": "1"},
        "servers": [{"url": counter.services.settings.origin}],
        "paths": _paths(counter.desk_routes),
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Problem": PROBLEM},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


_REF = "#/components/schemas/{model}"


def _paths(routes: Iterable[Route]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in routes:
        item = paths.setdefault(route.path, {"parameters": [LANGUAGE]})
        item[route.method.lower()] = _operation(route)
    return paths


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "responses": {
            str(route.status): {"description": "Done", **_content(route.gives)},
            "default": {"description": "Refused", "content": {MEDIA_TYPE: {"schema": {"$ref": _ref("Problem")}}}},
        },
    }
    if route.takes and route.takes.model_fields:
        operation["requestBody"] = {"required": True, **_content(route.takes)}
    if route.access is not everyone and route.access.__name__.startswith("signed_in"):
        operation["security"] = [{"session": []}]
    return operation


def _content(model: type[Record] | None) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": _ref(model.__name__)}}}} if model else {}


def _ref(name: str) -> str:
    return _REF.format(model=name)
