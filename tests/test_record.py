"""Records: frozen, closed, and silent about what was wrong in them."""

import json
from enum import StrEnum

import pytest
from pydantic import ValidationError

from chalicelib.errors import WrittenByNewer
from chalicelib.record import Record


class Pet(Record):
    name: str
    legs: int = 4


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Pet(name="Rex").legs = 3  # type: ignore[misc]


@pytest.mark.req("SEC39")
def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Pet.model_validate({"name": "Rex", "owner": "Zoé"})


def test_a_copy_differs_in_what_it_is_told_to_and_the_first_stays() -> None:
    rex = Pet(name="Rex")
    assert (rex.replace(legs=3), rex) == (Pet(name="Rex", legs=3), Pet(name="Rex"))


def test_a_copy_is_checked_like_any_other() -> None:
    with pytest.raises(ValidationError):
        Pet(name="Rex").replace(legs="many")


@pytest.mark.req("SEC57")
def test_what_stood_in_a_wrong_field_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as error:
        Pet.model_validate({"name": ["a secret"]})
    assert "a secret" not in str(error.value)


# --- rows of newer code ---


class Colour(StrEnum):
    RED = "red"


class Part(Record):
    size: int


class Whole(Record):
    name: str
    colour: Colour = Colour.RED
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    by_name: dict[str, Part] | None = None


NEWER = {
    "name": "a",
    "since": {"year": 2030, "of": [1, None]},
    "part": {"size": 1, "unit": "cm"},
    "parts": [{"size": 2, "unit": "mm"}, {"size": 3}],
    "by_name": {"x": {"size": 4, "unit": "m"}},
}


@pytest.mark.req("REL25")
def test_what_newer_code_added_is_stored_again_in_the_record_and_in_its_parts() -> None:
    row = {"pk": "A", "sk": "B", "due_kind": "things", "due_at": "2026", "ttl": 1, **NEWER}
    assert Whole.from_item(row).stored() == {**NEWER, "colour": "red"}


@pytest.mark.req("REL25")
def test_a_changed_record_keeps_what_newer_code_added() -> None:
    changed = Whole.from_item(NEWER).replace(name="b", parts=())
    assert changed.stored() == {**NEWER, "name": "b", "colour": "red", "parts": []}


@pytest.mark.req("REL25", "SEC58")
def test_nobody_is_shown_what_newer_code_added() -> None:
    record = Whole.from_item(NEWER)
    assert json.loads(record.model_dump_json(exclude_none=True))["part"] == {"size": 1}
    assert record.declared().keys() == {"name", "colour", "part", "parts", "by_name"}


@pytest.mark.req("REL25")
def test_a_state_that_is_not_known_is_told_apart_from_a_row_that_is_broken() -> None:
    with pytest.raises(WrittenByNewer):
        Whole.from_item({"name": "a", "colour": "blue"})
    with pytest.raises(ValidationError):
        Whole.from_item({"name": 1})


def test_a_field_that_there_is_not_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="Part has no colour"):
        Part(size=1).replace(colour="red")
