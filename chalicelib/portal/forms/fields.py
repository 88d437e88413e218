"""What a form asks, one question each: its kind, its words in both languages, and what an answer must be."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator
from pydantic import Field as Limits

from chalicelib.portal.periods import Period
from chalicelib.portal.text import Text
from chalicelib.record import Record

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]  # a key in answers, and an input's name
Length = Annotated[int, Limits(ge=1, le=20_000)]


class Condition(Record):
    """Holds where another question was answered so: it is one of these, or has one of these among several."""

    field: Name
    among: Annotated[tuple[str, ...], Limits(min_length=1)]


class Option(Record):
    """One of the answers to choose from."""

    key: Name
    label: Text
    hint: Text | None = None


YES_OR_NO = (Option(key="yes", label=Text(fr="Oui", en="Yes")), Option(key="no", label=Text(fr="Non", en="No")))


def _read_options(value: Any) -> Any:
    """Let a form write `options = "yes_or_no"` for what is asked most."""
    return YES_OR_NO if value == "yes_or_no" else value


class Question(Record):
    """What every kind has. `missing` and `wrong` are said instead of the usual sentences."""

    key: Name
    label: Text
    hint: Text | None = None
    required: bool = True
    when: Condition | None = None
    missing: Text | None = None
    wrong: Text | None = None


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"{pattern!r} is not a regular expression: {error}"
        raise ValueError(message) from error
    return pattern


class TextQuestion(Question):
    """One line."""

    type: Literal["text"]
    max_length: Length = 200
    pattern: Annotated[str, AfterValidator(_regex)] | None = None  # of the whole answer
    autocomplete: str | None = None  # HTML's word for what browsers may fill in


class LongTextQuestion(Question):
    """Several lines."""

    type: Literal["long_text"]
    max_length: Length = 4000


class ChoiceQuestion(Question):
    """One of several."""

    type: Literal["choice"]
    options: Annotated[
        tuple[Option, ...],
        Limits(min_length=2),
        BeforeValidator(_read_options, json_schema_input_type=Literal["yes_or_no"] | tuple[Option, ...]),
    ]


class ChoicesQuestion(Question):
    """Any of several."""

    type: Literal["choices"]
    options: Annotated[tuple[Option, ...], Limits(min_length=1)]


class DateQuestion(Question):
    """A day. `past` and `future` bound it by today; `age` asks that this much time has passed since."""

    type: Literal["date"]
    earliest: date | None = None
    past: bool = False
    future: bool = False
    age: Period | None = None


class _Bounded(Question):
    least: int
    most: int

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.least > self.most:
            message = f"nothing is between {self.least} and {self.most}"
            raise ValueError(message)
        return self


class NumberQuestion(_Bounded):
    """A whole number."""

    type: Literal["number"]
    least: int = 0
    most: int = 1_000_000
    unit: Text | None = None


class MoneyQuestion(_Bounded):
    """An amount in dollars; its limits, like every amount, in cents."""

    type: Literal["money"]
    least: int = 0
    most: int = 100_000_000_000


class EmailQuestion(Question):
    """An e-mail address."""

    type: Literal["email"]


class PhoneQuestion(Question):
    """A telephone number."""

    type: Literal["phone"]


class PostalCodeQuestion(Question):
    """A Canadian postal code."""

    type: Literal["postal_code"]


class AddressQuestion(Question):
    """A Canadian address. `kinds` are what it may be, such as the head office; not asked where there are none."""

    type: Literal["address"]
    kinds: tuple[Option, ...] = ()


class DeclarationQuestion(Question):
    """A statement that has to be made; the label is the statement."""

    type: Literal["declaration"]


class DocumentQuestion(Question):
    """One of the documents that were uploaded on the documents' page."""

    type: Literal["document"]
    documents: Annotated[tuple[Name, ...], Limits(min_length=1)]  # keys of the documents asked for


AnyQuestion = (
    TextQuestion
    | LongTextQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | DateQuestion
    | NumberQuestion
    | MoneyQuestion
    | EmailQuestion
    | PhoneQuestion
    | PostalCodeQuestion
    | AddressQuestion
    | DeclarationQuestion
    | DocumentQuestion
)
Asked = Annotated[AnyQuestion, Limits(discriminator="type")]


class FormPage(Record):
    """One page of a form."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    introduction: Text | None = None
    when: Condition | None = None
    questions: Annotated[tuple[Asked, ...], Limits(min_length=1)]

    @property
    def has_documents(self) -> bool:
        """Whether one of its questions chooses from the documents."""
        return any(question.type == "document" for question in self.questions)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [question.key for question in self.questions]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            message = f"asked twice on page {self.key}: {', '.join(sorted(twice))}"
            raise ValueError(message)
        return self
