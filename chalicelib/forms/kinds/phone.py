"""The question for a telephone number."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator

from chalicelib.forms.bases import TextAnswerQuestion
from chalicelib.forms.typed import match_whole
from chalicelib.phrase import Phrase, phrase

NATIONAL = re.compile(r"(?:\+?1)?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
INTERNATIONAL = r"\+[0-9]{7,15}"


class PhoneQuestion(TextAnswerQuestion):
    """A telephone number."""

    type: Literal["phone"]

    fits_standalone_page: ClassVar[bool] = True
    wrong_message: ClassVar[Phrase] = phrase("{label}: enter a phone number with its area code, such as 613 555-0100.")

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[str, AfterValidator(parse_phone)]

    def samples(self) -> tuple[Any, ...]:
        return ("709 555-0100",)


def parse_phone(text: str) -> str:
    """Return « 613 555-0100 », or a number of another country without its spaces; raise AnswerError."""
    digits = re.sub(r"[\s().\u2010-\u2013-]", "", text)  # hyphens and dashes of all lengths
    national = NATIONAL.fullmatch(digits)
    return "{} {}-{}".format(*national.groups()) if national else match_whole(digits, INTERNATIONAL)
