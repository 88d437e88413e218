"""The question for several lines of text."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, StringConstraints

from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.question import InputAttributes, Length
from chalicelib.forms.typed import unify_breaks
from chalicelib.phrase import Phrase, phrase


class LongTextQuestion(TextAnswerQuestion):
    """Several lines."""

    type: Literal["long_text"]
    max_length: Length = 4000

    fits_standalone_page: ClassVar[bool] = True
    wrong_message: ClassVar[Phrase] = phrase("{label}: use at most {max_length} characters.")

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        bounds = StringConstraints(strip_whitespace=True, min_length=1, max_length=self.max_length)
        return Annotated[str, bounds, BeforeValidator(unify_breaks)]

    def input_attributes(self) -> InputAttributes:
        return InputAttributes(max_length=self.max_length)

    def samples(self) -> tuple[Any, ...]:
        return ("Première ligne.\nSeconde ligne.",)
