"""The question with options of which any number is chosen."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limits

from chalicelib.forms.kinds.choice import label_of, labels_of
from chalicelib.forms.question import CHOOSE, DocumentNames, Lines, Option, Question
from chalicelib.forms.typed import NOTHING, YES, AnswerError, chosen_keys
from chalicelib.phrase import Phrase, phrase


class ChoicesQuestion(Question):
    """Any of several."""

    type: Literal["choices"]
    options: Annotated[tuple[Option, ...], Limits(min_length=1)]

    missing_message: ClassVar[Phrase] = phrase("Choose at least one answer: {label}")
    wrong_message: ClassVar[Phrase] = CHOOSE
    sample_fields: ClassVar[dict[str, Any]] = {
        "options": (
            {"key": "red", "label": {"fr": "Rouge", "en": "Red"}},
            {"key": "green", "label": {"fr": "Vert", "en": "Green"}},
        )
    }

    def value_type(self, today: date) -> Any:  # noqa: ARG002
        return Annotated[tuple[str, ...], BeforeValidator(self._in_order), Limits(min_length=1)]

    def _in_order(self, raw: Any) -> Any:
        """Return the chosen keys in the order of the options."""
        chosen, order = chosen_keys(raw), [option.key for option in self.options]
        if chosen - set(order):
            raise AnswerError
        return tuple(key for key in order if key in chosen)

    def comparable(self, raw: Any) -> Any:
        return chosen_keys(raw)

    def quote(self, raw: Any) -> Any:
        return labels_of(self.options, raw) or NOTHING

    def display(self, value: tuple[str, ...], documents: DocumentNames) -> Lines:  # noqa: ARG002
        return tuple(label_of(self.options, key) for key in value)

    def input_values(self, raw: Any) -> Any:
        return dict.fromkeys(chosen_keys(raw), YES)

    def choices(self) -> tuple[Option, ...]:
        return self.options

    def listed_answers(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)

    def samples(self) -> tuple[Any, ...]:
        return ([self.options[0].key],)
