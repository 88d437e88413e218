"""The question for an email address."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, StringConstraints

from chalicelib.canonical import canonical_email
from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.typed import AnswerError, check_line
from chalicelib.phrase import Phrase, phrase


class EmailQuestion(TextAnswerQuestion):
    """An e-mail address."""

    type: Literal["email"]

    fits_standalone_page: ClassVar[bool] = True
    wrong_message: ClassVar[Phrase] = phrase(
        "{label}: enter an email address in the right format, such as name@example.org."
    )

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(check_email)]

    def samples(self) -> tuple[Any, ...]:
        return ("zoe@example.org",)


def check_email(text: str) -> str:
    """Return an email address as it was typed; raise AnswerError."""
    if canonical_email(check_line(text)) is None:
        raise AnswerError
    return text
