"""The question for one line of text."""

import re
from datetime import date
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, StringConstraints

from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.question import InputAttributes, Length
from chalicelib.forms.typed import check_line, match_whole
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.faults import wrong


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise wrong("pattern", reason=str(error)) from error
    return pattern


class TextQuestion(TextAnswerQuestion):
    """One line."""

    type: Literal["text"]
    max_length: Length = 200
    pattern: Annotated[str, AfterValidator(_regex)] | None = None  # of the whole answer
    autocomplete: str | None = None  # HTML's word for what browsers may fill in

    fits_standalone_page: ClassVar[bool] = True
    wrong_message: ClassVar[Phrase] = phrase(
        "{label}: use at most {max_length} characters, in the format that is asked for."
    )

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        bounds = StringConstraints(strip_whitespace=True, min_length=1, max_length=self.max_length)
        text = Annotated[str, bounds, AfterValidator(check_line)]
        if self.pattern is None:
            return text
        return Annotated[text, AfterValidator(partial(match_whole, pattern=self.pattern))]

    def input_attributes(self) -> InputAttributes:
        return InputAttributes(max_length=self.max_length, autocomplete=self.autocomplete)

    def samples(self) -> tuple[Any, ...]:
        return ("Zoé Tremblay", "12345678", "123456789", "123456", "www.example.org", "AB-123")
