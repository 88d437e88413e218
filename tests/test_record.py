"""Records: frozen, closed, and silent about what was wrong in them."""

import pytest
from pydantic import ValidationError

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


@pytest.mark.parametrize("changes", [{"legs": "many"}, {"tail": 1}])
def test_a_copy_is_checked_like_any_other(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Pet(name="Rex").replace(**changes)


@pytest.mark.req("SEC57")
def test_what_stood_in_a_wrong_field_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as error:
        Pet.model_validate({"name": ["a secret"]})
    assert "a secret" not in str(error.value)
