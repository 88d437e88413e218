"""The question for a whole number."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limits

from chalicelib.forms.bases import BoundedQuestion
from chalicelib.forms.question import DocumentNames, InputAttributes, Lines
from chalicelib.forms.typed import match_whole
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.spans import Integer
from chalicelib.portal.text import Text

FIGURES = r"-?[0-9]{1,18}"


class NumberQuestion(BoundedQuestion):
    """A whole number."""

    type: Literal["number"]
    least: Integer = 0
    most: Integer = 1_000_000
    unit: Text | None = None

    wrong_message: ClassVar[Phrase] = phrase("{label}: enter a whole number from {least} to {most}.")

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[int, BeforeValidator(parse_number), Limits(ge=self.least, le=self.most)]

    def display(self, value: int, documents: DocumentNames) -> Lines:  # noqa: ARG002
        return (phrase("{number}\u00a0{unit}", number=value, unit=self.unit) if self.unit else str(value),)

    def input_attributes(self) -> InputAttributes:
        return InputAttributes(unit=self.unit)

    def samples(self) -> tuple[Any, ...]:
        return (str(self.least),)


def parse_number(raw: Any) -> int:
    """Return the number of « 1 234 »; raise AnswerError."""
    return int(match_whole(re.sub(r"\s", "", str(raw)), FIGURES))
