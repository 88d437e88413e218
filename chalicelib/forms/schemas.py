"""Response models of forms: a question and its options, an answer, the answers of a page."""

from chalicelib.record import Record


class AnswerOption(Record):
    """One of the answers to choose from."""

    value: str
    label: str
    hint: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        return self.value, self.label

    @property
    def triple(self) -> tuple[str, str, str | None]:
        return self.value, self.label, self.hint


class FieldShown(Record):
    """A question of the form. `name` is the member of `answers` that takes the answer."""

    name: str
    type: str
    label: str
    hint: str | None
    required: bool
    options: tuple[AnswerOption, ...]
    max_length: int | None
    unit: str | None
    autocomplete: str | None
    when_field: str | None  # it is asked where this other question
    when_among: tuple[str, ...]  # is answered so


class AnswerShown(Record):
    """An answer as people read it."""

    name: str
    label: str
    lines: tuple[str, ...]
    missing: str | None


class Section(Record):
    """The answers of a page."""

    title: str
    path: str
    answers: tuple[AnswerShown, ...]
