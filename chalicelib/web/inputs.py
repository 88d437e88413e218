"""Parses a form or JSON strictly into one closed model, and reports errors by field."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import parse_qsl

from pydantic import AfterValidator, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from chalicelib.errors import Invalid, Malformed, TooLarge, Unsupported
from chalicelib.phrase import Phrase, phrase
from chalicelib.record import Record

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BODY_LIMIT = 4096  # bytes: a form of words and passwords, not of documents (SECURITY SEC15)
FIELD_LIMIT = 40  # fields in a form
DOT = "."  # in a field's name: what follows is a member of what precedes


class Asks:
    """What to say when a field is missing, and when what stands there won't do. Belongs in the field's annotation."""

    def __init__(self, missing: Phrase, otherwise: Phrase) -> None:
        self.missing = missing
        self.otherwise = otherwise


class Input(Record):
    """What a route takes. Unknown fields are errors."""

    body_limit: ClassVar[int] = BODY_LIMIT
    field_limit: ClassVar[int] = FIELD_LIMIT
    is_kept: ClassVar[bool] = False  # whether a form that comes after the session's end is shown again: no secrets!


class Nothing(Input):
    """A route that takes no fields."""


Sent = Mapping[str, str] | bytes  # a form's fields, or JSON whose syntax is sound
T = TypeVar("T", bound=Input)


def read(media_type: str, body: bytes, takes: type[Input] = Nothing) -> Sent:
    """Return what a body holds, not yet checked; raise TooLarge, Unsupported or Malformed."""
    if len(body) > takes.body_limit:
        raise TooLarge(phrase("What was sent is too large."))
    if media_type == FORM:
        return read_form(body, takes.field_limit)
    if media_type == JSON:
        _refuse_loose_json(body)
        return body
    if body:
        raise Unsupported(phrase("Send a form or JSON."))
    return {}


def read_form(body: bytes, field_limit: int = FIELD_LIMIT) -> dict[str, str]:
    """Return a form's fields, without the empty ones: an empty field is one that was not filled in."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=field_limit)
    except ValueError as error:
        raise Malformed(phrase("The form can’t be read.")) from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Malformed(phrase("A field was sent twice."))
    return {name: value for name, value in fields.items() if value.strip()}


def check(model: type[T], sent: Sent) -> T:
    """Return it as the model, or raise Invalid; JSON must have the right types, a form only has text."""
    try:
        if isinstance(sent, bytes):
            return model.model_validate_json(sent, strict=True)
        return model.model_validate(nested(sent))
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":  # two readers disagree: UTF-16, half an emoji, deep nesting
            raise Malformed(phrase("The JSON can’t be read.")) from error
        raise _refusal(model, error) from error


def nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return a form's fields as JSON would have them: `born.day` is the member `day` of `born`; raise Malformed."""
    members: dict[str, Any] = {}
    for name, value in fields.items():
        *parents, last = name.split(DOT)
        place = members
        for parent in parents:
            place = place.setdefault(parent, {})
            if not isinstance(place, dict):
                raise Malformed(phrase("The form can’t be read."))
        if last in place:
            raise Malformed(phrase("The form can’t be read."))
        place[last] = value
    return members


def _refuse_loose_json(body: bytes) -> None:
    """Raise Malformed for what JSON readers disagree about: repeated keys, NaN, what is not an object (SEC64)."""
    try:
        parsed = json.loads(body, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed(phrase("The JSON can’t be read.")) from error
    if not isinstance(parsed, dict):
        raise Malformed(phrase("The JSON must be an object."))


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return members


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _refusal(model: type[Input], error: ValidationError) -> Invalid:
    errors = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(part) for part in fault["loc"])
        errors[name] = _what_to_say(model.model_fields.get(name), fault["type"])
    return Invalid(errors)


def _what_to_say(field: FieldInfo | None, fault: str) -> Phrase:
    asks = next((extra for extra in field.metadata if isinstance(extra, Asks)), None) if field else None
    if fault == "extra_forbidden":
        return phrase("This field is not known here.")
    if asks is None:
        return phrase("This value can’t be used.")
    return asks.missing if fault in ("missing", "string_too_short") else asks.otherwise


def _one_line(text: str) -> str:
    if not text.isprintable():
        message = "control characters"
        raise ValueError(message)
    return text


# A line of text as a person types it: no control characters, so that it can stand in a header or a mail's subject.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254), AfterValidator(_one_line)]


def _lines(text: str) -> str:
    """Return text whose lines end in one way: what is confirmed in another browser must be found to be the same."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.replace("\n", "").replace("\t", "").isprintable():
        message = "control characters"
        raise ValueError(message)
    return lines


Sentences = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000), AfterValidator(_lines)
]
