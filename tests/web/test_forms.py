"""Forms are read strictly too: each field once, in UTF-8, and an empty field is one that was not filled in."""

from typing import Annotated
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import Invalid, Malformed, TooLarge
from chalicelib.phrase import phrase
from chalicelib.web.inputs import FORM, Asks, Input, Line, check, read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


class Wish(Input):
    name: Annotated[Line, Asks(phrase("Who?"), phrase("Not that."))]
    sure: bool = False
    other: str | None = None


def wish(body: str) -> Wish:
    return check(Wish, read(FORM, body.encode()))


@pytest.mark.req("X1")
@given(st.dictionaries(TEXTS, TEXTS, max_size=5))
def test_a_form_is_read_as_it_was_filled_in(fields: dict[str, str]) -> None:
    assert read(FORM, urlencode(fields).encode()) == fields


@pytest.mark.req("SEC64")
@pytest.mark.parametrize("body", ["name=Zo&name=Ana", "name=Zo&name=", "name=Zo&n%61me=Ana", "name=&name="])
def test_a_field_that_is_sent_twice_is_refused(body: str) -> None:
    with pytest.raises(Malformed):
        wish(body)


@pytest.mark.req("SEC64")
@pytest.mark.parametrize("body", [b"name=%E9", b"name=\xe9", b"n%E9=x", b"name=%ED%A0%80"])
def test_a_form_that_is_no_utf_8_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(FORM, body)


@pytest.mark.parametrize("empty", ["", "name", "name=", "name=++", "name=%0D%0A"])
def test_an_empty_field_is_a_missing_one(empty: str) -> None:
    with pytest.raises(Invalid) as refusal:
        wish(empty)
    assert {field: what.text for field, what in refusal.value.errors.items()} == {"name": "Who?"}


@pytest.mark.parametrize("empty", ["", "++", "%0D%0A"])
def test_an_empty_field_that_may_be_missing_is_as_if_it_were(empty: str) -> None:
    assert wish(f"name=Zo&other={empty}") == Wish(name="Zo")


@pytest.mark.parametrize(("ticked", "sure"), [("yes", True), ("on", True), ("1", True), ("no", False)])
def test_a_ticked_box_is_true(ticked: str, sure: bool) -> None:  # noqa: FBT001
    assert wish(f"name=Zo&sure={ticked}").sure is sure


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("control", ["\r\n", "\n", "\x00", "\x85", "\u2028"])
def test_a_line_with_a_control_character_in_it_is_refused(control: str) -> None:
    with pytest.raises(Invalid):
        wish(f"name={quote(f'Zo{control}Bcc: x@example.org')}")


@pytest.mark.req("SEC39")
def test_a_field_that_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        wish("name=Zo&state=active")
    assert list(refusal.value.errors) == ["state"]


@pytest.mark.req("SEC15")
def test_a_form_has_no_more_fields_than_any_of_ours() -> None:
    assert len(read(FORM, "&".join(f"f{n}=x" for n in range(40)).encode())) == 40
    with pytest.raises(Malformed):
        read(FORM, "&".join(f"f{n}=x" for n in range(41)).encode())


@pytest.mark.req("SEC15")
def test_a_form_may_have_four_kilobytes_and_no_byte_more() -> None:
    assert read(FORM, b"a=" + b"x" * 4094)
    with pytest.raises(TooLarge):
        read(FORM, b"a=" + b"x" * 4095)
