"""The registry knows every kind of question, and refuses a kind that lacks a piece."""

from types import ModuleType
from typing import Any, ClassVar, Literal

import pytest

from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.kinds import text
from chalicelib.forms.question import Question
from chalicelib.forms.registry import KINDS, IncompleteKindError, kind_in
from chalicelib.phrase import Phrase, phrase


class Whole(TextAnswerQuestion):
    type: Literal["colour"]
    wrong_message: ClassVar[Phrase] = phrase("x")

    def value_type(self, _today: Any) -> Any:
        return str

    def samples(self) -> tuple[Any, ...]:
        return ("red",)


class WithoutMessage(TextAnswerQuestion):
    type: Literal["colour"]

    def value_type(self, _today: Any) -> Any:
        return str

    def samples(self) -> tuple[Any, ...]:
        return ("red",)


class WithoutDisplay(Question):
    type: Literal["colour"]
    wrong_message: ClassVar[Phrase] = phrase("x")

    def value_type(self, _today: Any) -> Any:
        return str

    def comparable(self, raw: Any) -> Any:
        return raw

    def quote(self, raw: Any) -> Any:
        return raw

    def input_values(self, raw: Any) -> Any:
        return raw

    def samples(self) -> tuple[Any, ...]:
        return ("red",)


class Bare(Question):
    type: Literal["colour"]


class OfAnotherType(Whole):
    type: Literal["shade"]  # type: ignore[assignment]


def module_with(*kinds: type[Question]) -> ModuleType:
    """Return a module of kinds/, called colour, that defines these classes."""
    module = ModuleType("chalicelib.forms.kinds.colour")
    for kind in kinds:
        vars(module)[kind.__name__] = type(kind.__name__, (kind,), {"__module__": module.__name__})
    return module


def test_the_kinds_are_these() -> None:
    assert {name: kind.__name__ for name, kind in KINDS.items()}.items() >= {
        "address": "AddressQuestion",
        "choice": "ChoiceQuestion",
        "choices": "ChoicesQuestion",
        "date": "DateQuestion",
        "declaration": "DeclarationQuestion",
        "document": "DocumentQuestion",
        "email": "EmailQuestion",
        "long_text": "LongTextQuestion",
        "money": "MoneyQuestion",
        "number": "NumberQuestion",
        "phone": "PhoneQuestion",
        "postal_code": "PostalCodeQuestion",
        "text": "TextQuestion",
    }.items()


def test_a_whole_kind_is_taken() -> None:
    assert kind_in(module_with(Whole)).__name__ == "Whole"


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        (WithoutMessage, "WithoutMessage lacks wrong_message"),
        (WithoutDisplay, "WithoutDisplay lacks display"),
        (Bare, "Bare lacks comparable, display, input_values, quote, samples, value_type, wrong_message"),
        (OfAnotherType, 'OfAnotherType lacks type: Literal["colour"]'),
    ],
)
def test_an_incomplete_kind_is_refused_with_its_module_its_name_and_what_it_lacks(
    kind: type[Question], lacking: str
) -> None:
    with pytest.raises(IncompleteKindError) as refused:
        kind_in(module_with(kind))
    assert str(refused.value) == f"chalicelib.forms.kinds.colour: {lacking}"


@pytest.mark.parametrize(("kinds", "count"), [((), 0), ((Whole, WithoutMessage), 2)])
def test_a_module_defines_one_kind(kinds: tuple[type[Question], ...], count: int) -> None:
    with pytest.raises(IncompleteKindError, match=f"defines one question, not {count}"):
        kind_in(module_with(*kinds))


def test_a_class_that_a_module_imports_is_no_kind_of_its_own() -> None:
    module = module_with(Whole)
    vars(module)["TextQuestion"] = text.TextQuestion
    assert kind_in(module).__name__ == "Whole"
