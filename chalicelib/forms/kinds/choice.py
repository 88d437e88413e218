"""The question with options of which one is chosen."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limits

from chalicelib.forms.question import CHOOSE, DocumentNames, Lines, Option, Question
from chalicelib.forms.typed import NOTHING, YES, as_texts, chosen_keys
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.faults import wrong
from chalicelib.portal.text import Text

YES_OR_NO = (Option(key=YES, label=Text(fr="Oui", en="Yes")), Option(key="no", label=Text(fr="Non", en="No")))


def _read_options(value: Any) -> Any:
    """Let a form write `options = "yes_or_no"` for the most usual ones."""
    if not isinstance(value, str):
        return value
    if value != "yes_or_no":
        raise wrong("options")
    return YES_OR_NO


class ChoiceQuestion(Question):
    """One of several."""

    type: Literal["choice"]
    options: Annotated[
        tuple[Option, ...],
        Limits(min_length=2),
        BeforeValidator(_read_options, json_schema_input_type=Literal["yes_or_no"] | tuple[Option, ...]),
    ]

    missing_message: ClassVar[Phrase] = phrase("Choose an answer: {label}")
    wrong_message: ClassVar[Phrase] = CHOOSE
    sample_fields: ClassVar[dict[str, Any]] = {"options": "yes_or_no"}

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Literal[tuple(option.key for option in self.options)]

    def comparable(self, raw: Any) -> Any:
        return as_texts(raw)

    def quote(self, raw: Any) -> Any:
        return labels_of(self.options, raw) or NOTHING

    def display(self, value: str, documents: DocumentNames) -> Lines:  # noqa: ARG002
        return (label_of(self.options, value),)

    def input_values(self, raw: Any) -> Any:
        return raw

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def listed_answers(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)

    def samples(self) -> tuple[Any, ...]:
        return (self.options[0].key,)


def label_of(options: tuple[Option, ...], key: str) -> Text | str:
    """Return the label of an option; the key itself if there is no such option."""
    return next((option.label for option in options if option.key == key), key)


def labels_of(options: tuple[Option, ...], raw: Any) -> list[Text]:
    """Return the labels of the options that an unchecked answer chose."""
    return [option.label for option in options if option.key in chosen_keys(raw)]
