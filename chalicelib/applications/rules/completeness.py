"""What is missing before an application can be submitted (REQUIREMENTS F4, F5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.documents.model import Document
from chalicelib.forms.answers import asked, asked_pages, documents_asked, read_questions
from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Answers, Question
from chalicelib.forms.service import DocumentAsked, Service
from chalicelib.phrase import Phrase, phrase

SEND = phrase("Upload this document: {label}")
WAIT = phrase("We are waiting for this document from {sender}: {label}")
GONE = phrase("The document that you had chosen is no longer there. Choose another one: {label}")


class Slot(NamedTuple):
    """A document that is asked for, and what was handed in for it."""

    asked: DocumentAsked
    documents: tuple[Document, ...]

    @property
    def is_filled(self) -> bool:
        return any(document.is_in_hand for document in self.documents)


class CheckedPage(NamedTuple):
    """A page of the form with its answers: the values of the right ones, and what to do about the others."""

    page: FormPage
    questions: tuple[Question, ...]
    values: Mapping[str, Any]
    faults: Mapping[str, Phrase]


def slots(service: Service, answers: Answers, documents: Iterable[Document]) -> list[Slot]:
    """Return the documents that these answers ask for, each with what there is."""
    found = [document for document in documents if document.is_shown]
    asked_for = documents_asked(service, answers)
    return [Slot(asked, tuple(each for each in found if each.slot == asked.key)) for asked in asked_for]


def missing(service: Service, answers: Answers, documents: Iterable[Document], today: date) -> dict[str, Phrase]:
    """Return what keeps it from being submitted: `page.question` or `documents.slot` -> what to do."""
    handed_in = slots(service, answers, documents)
    errors = missing_documents(handed_in)
    for each in check_pages(service, answers, handed_in, today):
        errors |= {f"{each.page.key}.{name}": said for name, said in each.faults.items()}
    return errors


def check_pages(service: Service, answers: Answers, handed_in: Iterable[Slot], today: date) -> list[CheckedPage]:
    """Read every page that these answers lead to."""
    return [check_page(page, service, answers, handed_in, today) for page in asked_pages(service, answers)]


def check_page(
    page: FormPage, service: Service, answers: Answers, handed_in: Iterable[Slot], today: date
) -> CheckedPage:
    """Read a page, and say what is missing or wrong on it, with the documents chosen there."""
    questions = asked(page, service, answers)
    values, errors = read_questions(page, questions, answers, today)
    usable = {each.id: each.slot for slot in handed_in for each in slot.documents if each.is_in_hand}
    lost = {
        question.key: GONE._replace(data={"label": question.label})
        for question in page.questions
        if isinstance(question, DocumentQuestion)
        and values.get(question.key)
        and usable.get(values[question.key]) not in question.documents
    }
    return CheckedPage(page, questions, values, {**lost, **errors})


def can_be_submitted(pages: Iterable[CheckedPage], handed_in: Iterable[Slot]) -> bool:
    """Tell whether nothing is missing from these pages and documents."""
    return not missing_documents(handed_in) and not any(each.faults for each in pages)


def missing_documents(handed_in: Iterable[Slot]) -> dict[str, Phrase]:
    return {
        f"documents.{slot.asked.key}": _ask_for(slot.asked)
        for slot in handed_in
        if slot.asked.required and not slot.is_filled
    }


def _ask_for(document: DocumentAsked) -> Phrase:
    if document.sender:
        return WAIT._replace(data={"label": document.label, "sender": document.sender})
    return SEND._replace(data={"label": document.label})
