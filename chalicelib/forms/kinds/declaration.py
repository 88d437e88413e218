"""The question for a statement that has to be made."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from chalicelib.forms.question import CHOOSE, DocumentNames, Lines, Question
from chalicelib.forms.typed import NOTHING, YES, chosen_keys
from chalicelib.phrase import Phrase, phrase

CONFIRMED = phrase("Confirmed")


class DeclarationQuestion(Question):
    """A statement that has to be made; the label is the statement."""

    type: Literal["declaration"]

    missing_message: ClassVar[Phrase] = phrase("Confirm this to go on: {label}")
    wrong_message: ClassVar[Phrase] = CHOOSE

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[Literal["yes"], BeforeValidator(_ticked)]

    def comparable(self, raw: Any) -> Any:
        return chosen_keys(raw)

    def quote(self, raw: Any) -> Any:
        return CONFIRMED if YES in chosen_keys(raw) else NOTHING

    def display(self, value: str, documents: DocumentNames) -> Lines:  # noqa: ARG002
        return (CONFIRMED,)

    def input_values(self, raw: Any) -> Any:
        return YES if YES in chosen_keys(raw) else ""

    def listed_answers(self) -> frozenset[str]:
        return frozenset({YES})

    def samples(self) -> tuple[Any, ...]:
        return (YES,)


def _ticked(raw: Any) -> Any:
    return YES if raw is True else raw
