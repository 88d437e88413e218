"""Reads the answers of a page: which questions are asked, what is missing, what is wrong."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError, create_model

from chalicelib.applications.model import Answers
from chalicelib.applications.rules.values import keys_in, value_type
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.forms.fields import AnyQuestion, Condition, FormPage
from chalicelib.portal.forms.service import DocumentAsked, Service
from chalicelib.record import Record

# What is said by kind; a form may say it otherwise.
MISSING: Mapping[str, Phrase] = {
    "choice": phrase("Choose an answer: {label}"),
    "choices": phrase("Choose at least one answer: {label}"),
    "declaration": phrase("Confirm this to go on: {label}"),
    "document": phrase("Choose a document: {label}"),
}
ENTER = phrase("Answer this question: {label}")
WRONG: Mapping[str, Phrase] = {
    "text": phrase("{label}: use at most {max_length} characters, in the format that is asked for."),
    "long_text": phrase("{label}: use at most {max_length} characters."),
    "date": phrase("{label}: enter a real date that is possible here, such as 27 3 2024."),
    "number": phrase("{label}: enter a whole number from {least} to {most}."),
    "money": phrase("{label}: enter an amount in dollars, such as 1234.50."),
    "email": phrase("{label}: enter an email address in the right format, such as name@example.org."),
    "phone": phrase("{label}: enter a phone number with its area code, such as 613 555-0100."),
    "postal_code": phrase("{label}: enter a Canadian postal code, such as A1C 6L9."),
}
CHOOSE = phrase("{label}: choose one of the answers offered.")
ADDRESS_PARTS: Mapping[str, Phrase] = {
    "kind": phrase("Say what this address is."),
    "street": phrase("Enter the street number and name."),
    "unit": phrase("The unit is too long."),
    "city": phrase("Enter the city or town."),
    "province": phrase("Choose the province or territory."),
    "postal_code": phrase("Enter a Canadian postal code, such as A1C 6L9."),
}


class Read(NamedTuple):
    """A page's answers: the values of those that are right, and by question what is to be said of the others."""

    values: Mapping[str, Any]
    errors: Mapping[str, Phrase]


def holds(condition: Condition | None, service: Service, answers: Answers) -> bool:
    """Tell whether the condition is met; it is not where the question it is about is not asked itself."""
    if condition is None:
        return True
    page, question = service.where(condition.field)
    is_asked = holds(page.when, service, answers) and holds(question.when, service, answers)
    return is_asked and not keys_in(answers.get(condition.field)).isdisjoint(condition.among)


def asked_pages(service: Service, answers: Answers) -> list[FormPage]:
    """Return the pages that these answers lead to."""
    return [page for page in service.pages if holds(page.when, service, answers) and asked(page, service, answers)]


def asked(page: FormPage, service: Service, answers: Answers) -> tuple[AnyQuestion, ...]:
    return tuple(question for question in page.questions if holds(question.when, service, answers))


def documents_asked(service: Service, answers: Answers) -> list[DocumentAsked]:
    return [document for document in service.documents if holds(document.when, service, answers)]


def read_page(page: FormPage, service: Service, answers: Answers, today: date) -> Read:
    """Check the page's part of the answers. Questions that are not asked have no value and no fault."""
    return read_questions(page, asked(page, service, answers), answers, today)


def read_questions(page: FormPage, asks: Iterable[AnyQuestion], answers: Answers, today: date) -> Read:
    """Check the answers to these questions of the page."""
    questions = {question.key: question for question in asks}
    given = {key: filled for key in questions if (filled := _filled(answers.get(key))) is not None}
    errors = {key: _missing(question) for key, question in questions.items() if question.required and key not in given}
    model = _model(page, today)
    try:
        return Read(dict(model.model_validate(given)), errors)
    except ValidationError as error:
        wrong = _wrong(questions, error)
    faulty = {name.partition(".")[0] for name in wrong}
    right = {key: raw for key, raw in given.items() if key not in faulty}
    return Read(dict(model.model_validate(right)), errors | wrong)


def _filled(raw: Any) -> Any:
    """Return an answer without the parts that were left empty; None where nothing is left. 0 is an answer."""
    match raw:
        case dict():
            return {part: value for part, value in raw.items() if _filled(value) is not None} or None
        case str():
            return raw if raw.strip() else None
        case False | []:
            return None
    return raw


@lru_cache(maxsize=64)
def _model(page: FormPage, today: date) -> type[Record]:
    """Return the pydantic model of a page: every answer may be missing, and what is there must be right."""
    types: dict[str, Any] = {question.key: (value_type(question, today) | None, None) for question in page.questions}
    return create_model(f"Page_{page.key}", __base__=Record, **types)


def _missing(question: AnyQuestion) -> Phrase:
    if question.missing:
        return phrase("{message}", message=question.missing)
    said = MISSING.get(question.type, ENTER)
    return said._replace(data={"label": question.label})


def _wrong(questions: Mapping[str, AnyQuestion], error: ValidationError) -> dict[str, Phrase]:
    found = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        key, *parts = fault["loc"]
        question = questions[str(key)]
        part = str(parts[0]) if parts and question.type == "address" else ""
        name, said = (f"{key}.{part}", ADDRESS_PARTS[part]) if part in ADDRESS_PARTS else (str(key), _misfit(question))
        found[name] = said
    return found


def _misfit(question: AnyQuestion) -> Phrase:
    if question.wrong:
        return phrase("{message}", message=question.wrong)
    if question.type == "address":
        return ADDRESS_PARTS["kind"]
    said = WRONG.get(question.type, CHOOSE)
    return said._replace(data={**dict(question), "label": question.label})
