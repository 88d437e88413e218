"""What people send about their applications."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from chalicelib.accounts.inputs import Email
from chalicelib.forms.inputs import LARGEST_PAGE, Raw, Typed
from chalicelib.forms.question import Name
from chalicelib.phrase import phrase
from chalicelib.web.inputs import Asks, Input

MOST_FIELDS = 200
Seen = Annotated[int, BeforeValidator(lambda text: int(text) if isinstance(text, str) and text.isdecimal() else text)]
NINE_DIGITS = r"^\s*\d{3}[\s-]?\d{3}[\s-]?\d{3}\s*$"


class SavePage(Input):
    """A page of a form: all its answers. `seen` is the version that was shown; `then` leads on, or out."""

    is_kept: ClassVar[bool] = True
    body_limit: ClassVar[int] = LARGEST_PAGE
    field_limit: ClassVar[int] = MOST_FIELDS

    seen: Seen
    answers: dict[Name, Raw] = Field(default_factory=dict)
    then: Literal["continue", "leave"] = "continue"


class FindAddress(SavePage):
    """A page as it stands while an address is looked for; `use` is the one that was chosen."""

    use: Typed = ""

    def postal_code(self, question: str) -> str:
        """Return what was typed as the address's postal code."""
        answer = self.answers.get(question)
        return str(answer.get("postal_code", "")) if isinstance(answer, dict) else ""


class SaveAnswers(Input):
    """Some answers of a page, as they stand while someone types: kept, not checked."""

    body_limit: ClassVar[int] = LARGEST_PAGE
    field_limit: ClassVar[int] = MOST_FIELDS

    seen: Seen
    answers: dict[Name, Raw]


class Submit(Input):
    """The declaration, made."""

    declaration: Annotated[
        Literal["yes", True],  # as forms send it, and as programs do
        WithJsonSchema({"type": "boolean", "const": True}),
        Asks(phrase("Confirm the declaration to submit."), phrase("Confirm the declaration to submit.")),
    ]


class AnswerQuestion(Input):
    """What the person answers to staff."""

    is_kept: ClassVar[bool] = True
    body_limit: ClassVar[int] = LARGEST_PAGE

    answer: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=8_000),
        Asks(phrase("Write your answer."), phrase("Your answer is too long.")),
    ]


# As people write it, in threes or not.
FileNumber = Annotated[
    str,
    StringConstraints(pattern=NINE_DIGITS),
    Asks(phrase("Enter the file number."), phrase("A file number has nine digits, such as 123-456-789.")),
]


class Track(Input):
    """A file, by its number and the address of who applied."""

    number: FileNumber
    email: Email
