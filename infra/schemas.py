"""Writes the JSON Schemas of a portal's files from the models that load them: `python -m infra.schemas`.

Each file of a portal names its schema in its first line (`#:schema`), so that an editor completes and checks it. The
model says more than a schema can, so the loader has the last word.
"""

import ast
import inspect
import json
import tokenize
from collections.abc import Iterator
from io import StringIO
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from chalicelib.forms.page import FormPage
from chalicelib.forms.registry import KINDS
from chalicelib.forms.service import Service
from chalicelib.portal.fees import Schedule
from chalicelib.portal.loader import DEFAULTS, read
from chalicelib.portal.model import Portal
from infra.project import ROOT

FOLDER = ROOT / "docs" / "schemas"
REF = "#/$defs/"
BOUNDS = ("gt", "ge", "lt", "le")
NAMED = ("key",)  # by the file's own name
BESIDE = ("key", "theme", "mark")  # in the folder's name, and in files of their own
SHARED = {
    "type": "object",
    "description": "A page that several services share: forms/pages/<name>.toml.",
    "properties": {"shared": {"type": "string"}},
    "required": ["shared"],
    "additionalProperties": False,
}
Schema = dict[str, Any]


class _Writer(GenerateJsonSchema):
    """Describes a field by the comment beside it, and leaves out what TOML can't say (null) and what says nothing."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        written = super().model_schema(schema)
        for name, comment in comments(schema["cls"]).items():
            written["properties"][name]["description"] = comment
        return written


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of file, by its file's name."""
    portal = _without(_written(Portal), BESIDE)
    portal = _laid_over(portal, read(DEFAULTS), portal["$defs"])
    page, service = _without(_written(FormPage), NAMED), _without(_written(Service), NAMED)
    kinds = page["properties"]["questions"]["items"]["discriminator"]["mapping"]
    service["$defs"]["FormPage"] = _asking(service["$defs"]["FormPage"], kinds)
    service["properties"]["pages"]["items"] = _shared_or(service["properties"]["pages"]["items"])
    found = {
        "portal": portal,
        "defaults": {**portal, "required": []},
        "service": service,
        "page": _asking(page, kinds),
        "request": _asking(page, {kind: ref for kind, ref in kinds.items() if KINDS[kind].fits_standalone_page}),
        "fees": _written(Schedule),
    }
    return {f"{name}.json": _pruned(schema) for name, schema in found.items()}


def text(schema: Schema) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def comments(model: type[BaseModel]) -> dict[str, str]:
    """Return the comments that stand beside a model's fields, those of its bases too, by the field."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            found |= dict(_comments(inspect.getsource(each)))
    return {name: comment for name, comment in found.items() if name in model.model_fields}


def _comments(source: str) -> Iterator[tuple[str, str]]:
    tokens = tokenize.generate_tokens(StringIO(source).readline)
    beside = {each.start[0]: each.string.lstrip("# ") for each in tokens if each.type == tokenize.COMMENT}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.end_lineno in beside:
            yield node.target.id, beside[node.end_lineno]


def _written(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(schema_generator=_Writer)


def _without(schema: Schema, names: tuple[str, ...]) -> Schema:
    """Return the schema of a table without some of its keys."""
    properties = {name: each for name, each in schema["properties"].items() if name not in names}
    return {**schema, "properties": properties, "required": [n for n in schema["required"] if n not in names]}


def _laid_over(schema: Schema, defaults: Any, definitions: Schema) -> Schema:
    """Return the schema of a value that the defaults hold too: it shows them, and their keys may be left out."""
    if not isinstance(defaults, dict):
        return {**schema, "default": defaults}
    table = _resolved(schema, definitions)
    properties = dict(table["properties"])
    for name, value in defaults.items():
        properties[name] = _laid_over(properties[name], value, definitions)
    required = [name for name in table.get("required", []) if name not in defaults or properties[name].get("required")]
    return {**table, "properties": properties, "required": required}


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    beside = {name: value for name, value in schema.items() if name != "$ref"}
    return {**definitions[schema["$ref"].removeprefix(REF)], **beside}


def _asking(page: Schema, kinds: dict[str, str]) -> Schema:
    """Return the schema of a page that asks questions of these kinds.

    `oneOf` is what editors complete from; `if` lets them name the key that is wrong, instead of the whole question.
    """
    asked = {
        "oneOf": [{"$ref": ref} for ref in kinds.values()],
        "allOf": [
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": ref}} for kind, ref in kinds.items()
        ],
    }
    questions = {**page["properties"]["questions"], "items": asked}
    return {**page, "properties": {**page["properties"], "questions": questions}}


def _shared_or(page: Schema) -> Schema:
    """Return the schema of a page that may stand in a file of its own."""
    return {"anyOf": [page, SHARED], "if": {"required": ["shared"]}, "then": SHARED, "else": page}


def _pruned(schema: Schema) -> Schema:
    """Return the schema with those definitions alone that something refers to."""
    schema, definitions = _checkable(schema), _checkable(schema["$defs"])
    del schema["$defs"]
    needed: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        for name in set(_references(waiting.pop())) - needed.keys():
            needed[name] = definitions[name]
            waiting.append(definitions[name])
    return {**schema, "$defs": dict(sorted(needed.items()))}


def _checkable(node: Any) -> Any:
    """Return a schema without the bounds of spans, which pydantic writes in words of its own."""
    if isinstance(node, dict):
        return {k: _checkable(v) for k, v in node.items() if not (k in BOUNDS and isinstance(v, str))}
    return [_checkable(each) for each in node] if isinstance(node, list) else node


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(REF)
        yield from (name for value in node.values() for name in _references(value))
    elif isinstance(node, list):
        yield from (name for value in node for name in _references(value))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, schema in schemas().items():
        (FOLDER / file).write_text(text(schema))
