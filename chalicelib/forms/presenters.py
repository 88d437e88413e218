"""Builds the response models of forms, in the reader's language."""

from collections.abc import Mapping
from typing import Any, Protocol

from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Answers, DocumentNames, Line, Option, Question
from chalicelib.forms.schemas import AnswerOption, AnswerShown, FieldShown
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.text import Language, Text


class Reader(Protocol):
    """The language of the reader, and a way to write phrases in it."""

    @property
    def language(self) -> Language: ...

    def words(self, what: Phrase, /) -> str: ...


def field_shown(reader: Reader, question: Question, documents: tuple[AnswerOption, ...] = ()) -> FieldShown:
    """Return the question as the form page shows it; `documents` are the files to choose from."""
    attributes = question.input_attributes()
    return FieldShown(
        name=question.key,
        type=question.type,
        label=question.label[reader.language],
        hint=_text(reader, question.hint),
        required=question.required,
        options=(*(_option(reader, option) for option in question.choices()), *documents),
        max_length=attributes.max_length,
        unit=_text(reader, attributes.unit),
        autocomplete=attributes.autocomplete,
        when_field=question.when.field if question.when else None,
        when_among=question.when.among if question.when else (),
    )


def _option(reader: Reader, option: Option) -> AnswerOption:
    return AnswerOption(value=option.key, label=option.label[reader.language], hint=_text(reader, option.hint))


def form_values(page: FormPage, answers: Answers) -> dict[str, str]:
    """Return the content of the page's inputs, by their names."""
    values: dict[str, str] = {}
    for question in page.questions:
        raw = answers.get(question.key)
        if raw is not None:
            values |= _flat(f"answers.{question.key}", question.input_values(raw))
    return values


def _flat(name: str, raw: Any) -> dict[str, str]:
    if isinstance(raw, dict):
        return {full: text for key, value in raw.items() for full, text in _flat(f"{name}.{key}", value).items()}
    return {name: str(raw)}


def answer_shown(
    reader: Reader, question: Question, value: Any, errors: Mapping[str, Phrase], documents: DocumentNames
) -> AnswerShown:
    """Return the answer as people read it, with the first of its errors."""
    error = _first_error(question, errors) if errors else None
    lines = () if value is None else question.display(value, documents)
    return AnswerShown(
        name=question.key,
        label=question.label[reader.language],
        lines=tuple(_written(reader, line) for line in lines),
        missing=reader.words(error) if error else None,
    )


def _first_error(question: Question, errors: Mapping[str, Phrase]) -> Phrase | None:
    """Return what is wrong with it, or with the first of its parts: names are `question` or `question.part`."""
    if not question.part_messages:
        return errors.get(question.key)
    return next((errors[name] for name in errors if name.partition(".")[0] == question.key), None)


def _written(reader: Reader, line: Line) -> str:
    return line if isinstance(line, str) else reader.words(phrase("{message}", message=line))


def _text(reader: Reader, text: Text | None) -> str | None:
    return text[reader.language] if text else None
