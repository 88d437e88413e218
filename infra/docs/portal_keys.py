"""The reference of all keys of a portal's files, made from the models that load them."""

import re
from collections.abc import Iterator
from typing import Any

from infra.schemas import REF, schemas

NAME = "portal-keys.md"
OPENING = """\
<!-- Made by `make docs` from the models of a portal's files: change those. -->

# Keys of a portal's files

What each file of a portal may say: every key, what it holds, and what holds where the file is silent. `make check`
tells what is wrong in them; [how to add a portal](how-to/add-a-portal.md) says where to begin. A span is written
`PT45M` (45 minutes), `PT12H` or `P30D`; a calendar period `P30D`, `P3M` or `P1Y`. A text is a table with `fr` and `en`.
"""
FILES = {  # schema -> (heading, what it is about)
    "portal.json": ("portal.toml", "The body, the people who sign in, policies and wording."),
    "service.json": ("forms/&lt;service&gt;.toml", "A service: who may apply, its pages, its documents."),
    "page.json": (
        "forms/pages/&lt;page&gt;.toml",
        "A page that several services share; a service's own pages have a `key`.",
    ),
    "request.json": ("requests/&lt;kind&gt;.toml", "A form that staff answer: one page, without documents."),
    "fees.json": ("fees.toml", "Fees and taxes, each from the day it is valid."),
}
ROWS = re.compile(r"\s*\((?:REQUIREMENTS|SECURITY)[^)]*\)")
Schema = dict[str, Any]


def portal_keys() -> str:
    """Return the document."""
    written, parts = schemas(), [OPENING]
    for name, (heading, about) in FILES.items():
        parts.append(f"## {heading}\n\n{about}\n\n" + "\n".join(_table(written[name], written[name]["$defs"])) + "\n")
    parts.append("## Questions\n\nEach question of a page has a `type`, and the keys of its type.\n")
    definitions = written["page.json"]["$defs"]
    kinds = {
        each["$ref"].removeprefix(REF) for each in written["page.json"]["properties"]["questions"]["items"]["oneOf"]
    }
    for kind in sorted(kinds, key=lambda each: _type(definitions[each])):
        model = definitions[kind]
        parts.append(f"### {_type(model)}\n\n{_said(model)}\n\n" + "\n".join(_table(model, definitions)) + "\n")
    return "\n".join(parts)


def _type(model: Schema) -> str:
    return str(model["properties"]["type"]["const"])


def _table(schema: Schema, definitions: Schema) -> Iterator[str]:
    yield "| Key | Holds | Where it is silent | What it says |"
    yield "| --- | --- | --- | --- |"
    yield from _rows("", schema, definitions)


def _rows(above: str, schema: Schema, definitions: Schema) -> Iterator[str]:
    """Yield the rows of a table and, below them, those of the tables in it; texts and questions are told once."""
    required = schema.get("required", [])
    for name, value in schema.get("properties", {}).items():
        inner, is_list = _resolved(value, definitions)
        key = f"{above}{name}{'[]' if is_list else ''}"
        silent = "required" if name in required else _default(value)
        cells = (f"`{key}`", _holds(inner), silent, _said(value))
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
        if "properties" in inner and not _is_text(inner):
            yield from _rows(f"{key}.", inner, definitions)


def _resolved(value: Schema, definitions: Schema) -> tuple[Schema, bool]:
    """Return what stands behind references and lists, and whether it is a list."""
    is_list = False
    while True:
        if "$ref" in value:
            value = {**definitions[value["$ref"].removeprefix(REF)], **{k: v for k, v in value.items() if k != "$ref"}}
        elif value.get("type") == "array" and "items" in value and "oneOf" not in value["items"]:
            value, is_list = value["items"], True
        elif "anyOf" in value and "properties" not in value:
            value = value["anyOf"][0] if "const" not in value["anyOf"][0] else value["anyOf"][1]
        else:
            return value, is_list


def _is_text(schema: Schema) -> bool:
    return set(schema.get("properties", {})) == {"fr", "en"}


def _holds(schema: Schema) -> str:
    """Return what a value is, in a few words."""
    if _is_text(schema):
        return "text in both languages"
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return "questions"
    if "properties" in schema:
        return "table"
    pattern = str(schema.get("pattern", ""))
    if pattern.startswith("^P"):
        return "span" if "T" in pattern else "period"
    bounds = [f"{word} {schema[name]}" for name, word in (("minimum", "from"), ("maximum", "to")) if name in schema]
    kind = {"integer": "number", "boolean": "true or false", "string": "text"}.get(str(schema.get("type")), "value")
    return " ".join([{"date": "day"}.get(str(schema.get("format")), kind), *bounds])


def _default(value: Schema) -> str:
    if "default" not in value:
        return ""
    default = value["default"]
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _said(schema: Schema) -> str:
    """Return what is said of a value, without the rows of requirements that it answers."""
    return " ".join(ROWS.sub("", str(schema.get("description", ""))).split())
