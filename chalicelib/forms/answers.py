"""Reads the answers of a page: which questions are asked, which answers are missing, which are wrong."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError, create_model

from chalicelib.errors import Invalid
from chalicelib.forms.inputs import Raw
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Answers, Condition, Question
from chalicelib.forms.service import DocumentAsked, Service
from chalicelib.forms.typed import chosen_keys, filled
from chalicelib.phrase import Phrase, phrase
from chalicelib.record import Record


class PageAnswers(NamedTuple):
    """A page's answers: the values of the right ones, and by question the messages about the others."""

    values: Mapping[str, Any]
    errors: Mapping[str, Phrase]


# --- which questions are asked ---


def holds(condition: Condition | None, service: Service, answers: Answers) -> bool:
    """Tell whether the condition is met; it is not if the question it names is not asked itself."""
    if condition is None:
        return True
    page, question = service.where(condition.field)
    is_asked = holds(page.when, service, answers) and holds(question.when, service, answers)
    return is_asked and not chosen_keys(answers.get(condition.field)).isdisjoint(condition.among)


def asked_pages(service: Service, answers: Answers) -> list[FormPage]:
    """Return the pages that these answers lead to."""
    return [page for page, _ in asked_by_page(service, answers)]


def asked_by_page(service: Service, answers: Answers) -> list[tuple[FormPage, tuple[Question, ...]]]:
    """Return the pages that these answers lead to, each with the questions that it asks."""
    pages = [page for page in service.pages if holds(page.when, service, answers)]
    return [(page, questions) for page in pages if (questions := asked(page, service, answers))]


def asked(page: FormPage, service: Service, answers: Answers) -> tuple[Question, ...]:
    return tuple(each for each in page.questions if each.when is None or holds(each.when, service, answers))


def documents_asked(service: Service, answers: Answers) -> list[DocumentAsked]:
    return [document for document in service.documents if holds(document.when, service, answers)]


# --- reading them ---


def read_page(page: FormPage, service: Service, answers: Answers, today: date) -> PageAnswers:
    """Check the page's part of the answers. Questions that are not asked have no value and no error."""
    return read_questions(page, asked(page, service, answers), answers, today)


def read_standalone_page(page: FormPage, given: Mapping[str, Raw], today: date) -> Mapping[str, Any]:
    """Return the answers to a page that belongs to no service, if all are right; raise Invalid."""
    refuse_unknown(page, given)
    values, errors = read_questions(page, page.questions, dict(given), today)
    if errors:
        raise Invalid({f"answers.{name}": message for name, message in errors.items()})
    return values


def refuse_unknown(page: FormPage, given: Mapping[str, Raw | None]) -> None:
    """Raise Invalid for an answer to a question that is not on the page."""
    unknown = given.keys() - {question.key for question in page.questions}
    if unknown:
        raise Invalid({f"answers.{key}": phrase("This field is not known here.") for key in sorted(unknown)})


def read_questions(page: FormPage, asks: Iterable[Question], answers: Answers, today: date) -> PageAnswers:
    """Check the answers to these questions of the page."""
    questions = {question.key: question for question in asks}
    given = {key: answer for key in questions if (answer := filled(answers.get(key))) is not None}
    errors = {key: _missing(question) for key, question in questions.items() if question.required and key not in given}
    model = _model(page, today)
    try:
        return PageAnswers(dict(model.model_validate(given)), errors)
    except ValidationError as error:
        wrong = _wrong(questions, error)
    faulty = {name.partition(".")[0] for name in wrong}
    right = {key: raw for key, raw in given.items() if key not in faulty}
    return PageAnswers(dict(model.model_validate(right)), errors | wrong)


@lru_cache(maxsize=64)
def _model(page: FormPage, today: date) -> type[Record]:
    """Return the pydantic model of a page: each answer may be missing, and each given one must be right."""
    types: dict[str, Any] = {question.key: (question.value_type(today) | None, None) for question in page.questions}
    return create_model(f"Page_{page.key}", __base__=Record, **types)


# --- messages ---


def _missing(question: Question) -> Phrase:
    if question.missing:
        return phrase("{message}", message=question.missing)
    return question.missing_message.of({"label": question.label})


def _wrong(questions: Mapping[str, Question], error: ValidationError) -> dict[str, Phrase]:
    """Return the messages by question, or by `question.part` for a part that has a message of its own."""
    found = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        key, *parts = map(str, fault["loc"])
        question = questions[key]
        part = parts[0] if parts and parts[0] in question.part_messages else None
        found[f"{key}.{part}" if part else key] = question.part_messages[part] if part else _wrong_answer(question)
    return found


def _wrong_answer(question: Question) -> Phrase:
    if question.wrong:
        return phrase("{message}", message=question.wrong)
    return question.wrong_message.of(dict(question))
