"""Base classes that several kinds of question share."""

from typing import Any, Self

from pydantic import model_validator

from chalicelib.forms.question import DocumentNames, Lines, Question
from chalicelib.forms.typed import NOTHING, as_text, as_texts
from chalicelib.portal.faults import wrong
from chalicelib.portal.spans import Integer


class TypedQuestion(Question):
    """A question that is answered by typing into one input."""

    def comparable(self, raw: Any) -> Any:
        return as_texts(raw)

    def quote(self, raw: Any) -> Any:
        return as_text(raw) or NOTHING

    def input_values(self, raw: Any) -> Any:
        return raw


class TextAnswerQuestion(TypedQuestion):
    """A question whose value is text, displayed as it is."""

    def display(self, value: str, documents: DocumentNames) -> Lines:  # noqa: ARG002 -- as every kind
        return tuple(value.split("\n"))


class BoundedQuestion(TypedQuestion):
    """A question whose value is a whole number between two limits."""

    least: Integer
    most: Integer

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.least > self.most:
            raise wrong("bounds_order", least=self.least, most=self.most)
        return self
