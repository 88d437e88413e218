"""The question for a Canadian postal code."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator

from chalicelib.canonical import canonical_postal_code
from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.typed import AnswerError
from chalicelib.phrase import Phrase, phrase


class PostalCodeQuestion(TextAnswerQuestion):
    """A Canadian postal code."""

    type: Literal["postal_code"]

    fits_standalone_page: ClassVar[bool] = True
    wrong_message: ClassVar[Phrase] = phrase("{label}: enter a Canadian postal code, such as A1C 6L9.")

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[str, AfterValidator(parse_postal_code)]

    def samples(self) -> tuple[Any, ...]:
        return ("A1C 6L9",)


def parse_postal_code(text: str) -> str:
    """Return « A1C 6L9 »; raise AnswerError."""
    found = canonical_postal_code(text)
    if found is None:
        raise AnswerError
    return found
