"""JSON is read strictly: what two readers could take for two things is refused (SECURITY SEC15, SEC64)."""

import json
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Invalid, Malformed, TooLarge, Unsupported
from chalicelib.phrase import phrase
from chalicelib.web.inputs import JSON, Asks, Input, Line, Nothing, check, read


class Wish(Input):
    name: Annotated[Line, Asks(phrase("Who?"), phrase("Not that."))]
    count: int = 1
    sure: bool = False


def wish(body: str | bytes) -> Wish:
    return check(Wish, read(JSON, body.encode() if isinstance(body, str) else body))


def told(body: str) -> dict[str, str]:
    """Return what is said of each field."""
    with pytest.raises(Invalid) as refusal:
        wish(body)
    return {field: what.text for field, what in refusal.value.errors.items()}


def test_json_of_the_right_shape_is_taken() -> None:
    assert wish('{"name": "Zoé 💶", "count": 2, "sure": true}') == Wish(name="Zoé 💶", count=2, sure=True)


@pytest.mark.req("SEC64")
@pytest.mark.parametrize(
    "body",
    [
        '{"name": "Zoé", "name": "Ana"}',
        '{"name": "Zoé", "\\u006eame": "Ana"}',  # the same key, written otherwise
        '{"name": "Zoé", "deep": [{"a": 1, "a": 2}]}',
        '{"name": NaN}',
        '{"name": "Zoé", "count": Infinity}',
        '{"name": "Zoé", "count": -Infinity}',
        "[]",
        '["name"]',
        '"name"',
        "1",
        "null",
        "",
        "{",
        '{"name": "Zoé"} {}',
        "{'name': 'Zoé'}",
        '{"name": "Zoé",}',
        '{"name": "half an emoji \\ud83d"}',
        '{"name": "a raw\nline break"}',
    ],
)
def test_json_that_readers_disagree_about_is_refused(body: str) -> None:
    with pytest.raises(Malformed):
        wish(body)


@pytest.mark.req("SEC64")
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_json_in_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(Malformed):
        wish('{"name": "Zoé"}'.encode(encoding))


@pytest.mark.req("SEC15")
@pytest.mark.parametrize("depth", [250, 1000, 2000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_without_end_is_refused(depth: int, opening: str, closing: str) -> None:
    depth = min(depth, 4056 // len(opening + closing))
    with pytest.raises(Malformed):
        wish(f'{{"name": "Zoé", "deep": {opening * depth}1{closing * depth}}}')


@pytest.mark.req("SEC15")
def test_a_body_may_have_four_kilobytes_and_no_byte_more() -> None:
    largest = json.dumps({"name": "x" * 4084})
    assert len(largest) == 4096
    assert len(read(JSON, largest.encode())) == 4096
    with pytest.raises(TooLarge):
        read(JSON, largest.encode() + b" ")


@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data", "application/xml", "", "text/json"])
def test_what_is_neither_a_form_nor_json_is_refused(media_type: str) -> None:
    with pytest.raises(Unsupported):
        read(media_type, b'{"name": "Zo"}')


def test_nothing_at_all_is_an_empty_form() -> None:
    assert check(Nothing, read("", b"")) == Nothing()


# --- fields ---


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ("{}", {"name": "Who?"}),
        ('{"name": ""}', {"name": "Who?"}),
        ('{"name": "  "}', {"name": "Who?"}),
        ('{"name": null}', {"name": "Not that."}),
        ('{"name": 1}', {"name": "Not that."}),
        ('{"name": ["Zoé"]}', {"name": "Not that."}),
        ('{"name": {"pk": "x"}}', {"name": "Not that."}),
        ('{"name": "Zoé", "count": "2"}', {"count": "This value can’t be used."}),
        ('{"name": "Zoé", "count": 2.5}', {"count": "This value can’t be used."}),
        ('{"name": "Zoé", "count": true}', {"count": "This value can’t be used."}),
        ('{"name": "Zoé", "sure": 1}', {"sure": "This value can’t be used."}),
        ('{"name": "Zoé", "sure": "yes"}', {"sure": "This value can’t be used."}),
        ('{"name": "Zoé", "admin": true}', {"admin": "This field is not known here."}),
        (
            '{"count": "2", "admin": 1}',
            {"name": "Who?", "count": "This value can’t be used.", "admin": "This field is not known here."},
        ),
    ],
)
def test_what_is_wrong_is_told_field_by_field(body: str, errors: dict[str, str]) -> None:
    assert told(body) == errors


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.req("SEC63")
@given(LINES)
def test_a_line_that_is_taken_can_stand_in_a_header(text: str) -> None:
    try:
        taken = wish(json.dumps({"name": text})) if len(text) < 300 else None
    except (Invalid, TooLarge):
        return
    assert taken is None or _is_line(taken.name, text)


def _is_line(name: str, text: str) -> bool:
    return name.isprintable() and 1 <= len(name) <= 254 and name == text.strip()


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("control", ["\r\n", "\n", "\r", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u202e"])
def test_a_line_with_a_control_character_in_it_is_refused(control: str) -> None:
    assert told(json.dumps({"name": f"Zoé{control}Bcc: x@example.org"})) == {"name": "Not that."}
