"""The base class of all kinds of question: the fields they share, and the pieces that each kind must define."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import Field as Limits
from pydantic import StringConstraints

from chalicelib.phrase import Money, Phrase, phrase
from chalicelib.portal.spans import Count, Switch
from chalicelib.portal.text import Text
from chalicelib.record import Record

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]  # a key in answers, and an input's name
Length = Annotated[Count, Limits(le=20_000)]
Answers = dict[str, Any]  # by question: text, a list of choices, or an address's or a date's parts, as they were given
Line = str | Text | Phrase | date | Money  # a line of a displayed answer, not yet written in a language
Lines = tuple[Line, ...]
DocumentNames = Mapping[str, str]  # names of uploaded files, by id
CHOOSE = phrase("{label}: choose one of the answers offered.")


class Condition(Record):
    """Holds if another question was answered so: it is one of these, or has one of these among several."""

    field: Name
    among: Annotated[tuple[str, ...], Limits(min_length=1)]


class Option(Record):
    """One of the answers to choose from."""

    key: Name
    label: Text
    hint: Text | None = None


class InputAttributes(NamedTuple):
    """Attributes of the question's input on the form page; few kinds have any."""

    max_length: int | None = None
    unit: Text | None = None
    autocomplete: str | None = None


class Question(Record, ABC):
    """One question of a form. `missing` and `wrong` replace the messages of its kind.

    Each kind is a subclass in its own module of `kinds/`, named as its `type`. It defines all abstract methods and
    `wrong_message`: the registry refuses a kind that lacks one.
    """

    key: Name
    type: str
    label: Text
    hint: Text | None = None
    required: Switch = True
    when: Condition | None = None
    missing: Text | None = None
    wrong: Text | None = None

    # --- parse: from the typed answer to its value ---

    missing_message: ClassVar[Phrase] = phrase("Answer this question: {label}")
    wrong_message: ClassVar[Phrase]  # may hold any field of the question
    part_messages: ClassVar[Mapping[str, Phrase]] = {}  # by part of an answer, where it has parts

    @abstractmethod
    def value_type(self, today: date) -> Any:
        """Return the pydantic type that checks an answer and turns it into its value."""

    # --- compare: of two windows, both with unchecked answers ---

    @abstractmethod
    def comparable(self, raw: Any) -> Any:
        """Return an answer in one form: the same answer compares equal however it was sent and stored."""

    @abstractmethod
    def quote(self, raw: Any) -> Any:
        """Return an answer as a message about the other window quotes it."""

    # --- display: on the check page, for staff, on paper ---

    @abstractmethod
    def display(self, value: Any, documents: DocumentNames) -> Lines:
        """Return the value of a right answer line by line."""

    # --- the form page ---

    @abstractmethod
    def input_values(self, raw: Any) -> Any:
        """Return the content of the question's input, or of its inputs by part."""

    def choices(self) -> tuple[Option, ...]:
        """Return the options that the question offers; most kinds offer none."""
        return ()

    def input_attributes(self) -> InputAttributes:
        return InputAttributes()

    # --- the form's definition ---

    fits_standalone_page: ClassVar[bool] = False  # whether a page without a service and a draft can ask it

    def listed_answers(self) -> frozenset[str]:
        """Return the answers that a condition can name; none if they can't be listed."""
        return frozenset()

    # --- samples: for tests and documentation ---

    sample_fields: ClassVar[Mapping[str, Any]] = {}  # fields that a sample question needs beside its key and label

    @abstractmethod
    def samples(self) -> tuple[Any, ...]:
        """Return answers, at least one of which is right, whatever the limits of the portals' questions."""
