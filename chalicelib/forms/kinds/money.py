"""The question for an amount in dollars."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limits

from chalicelib.forms.bases import BoundedQuestion
from chalicelib.forms.question import DocumentNames, Lines
from chalicelib.forms.typed import match_whole
from chalicelib.phrase import Money, Phrase, phrase
from chalicelib.portal.spans import Integer

CENTS = 100
AMOUNT = r"-?[0-9]{1,15}(\.[0-9]{1,2})?"


class MoneyQuestion(BoundedQuestion):
    """An amount in dollars; its limits, like every amount, in cents."""

    type: Literal["money"]
    least: Integer = 0
    most: Integer = 100_000_000_000

    wrong_message: ClassVar[Phrase] = phrase("{label}: enter an amount in dollars, such as 1234.50.")

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[int, BeforeValidator(parse_cents), Limits(ge=self.least, le=self.most)]

    def display(self, value: int, documents: DocumentNames) -> Lines:  # noqa: ARG002
        return (Money(value),)

    def samples(self) -> tuple[Any, ...]:
        return (f"{self.least // CENTS}.{self.least % CENTS:02}",)


def parse_cents(raw: Any) -> int:
    """Return the cents of « 1 234,50 $ » or `$1,234.50`, as both languages write them; raise AnswerError."""
    text = re.sub(r"[\s$]", "", str(raw))
    text = re.sub(r",(?=[0-9]{3}(?![0-9]))", "", text).replace(",", ".")
    return int(Decimal(match_whole(text, AMOUNT)) * CENTS)
