"""Makes the pages of a form: its questions, what was answered, and everything once more before it is submitted."""

from collections.abc import Iterable
from datetime import date

from chalicelib.applications import form_schemas as schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import fees_shown, file_name, said, slots_shown
from chalicelib.applications.rules.completeness import (
    CheckedPage,
    Slot,
    can_be_submitted,
    check_pages,
    missing_documents,
)
from chalicelib.documents.model import Document
from chalicelib.forms.answers import asked_pages
from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import answer_shown, field_shown
from chalicelib.forms.question import Question
from chalicelib.forms.schemas import AnswerOption, Section
from chalicelib.urls import path_for
from chalicelib.web.request import Request


def form_page(
    request: Request, draft: Application, page: FormPage, documents: Iterable[Document]
) -> schemas.FormPageShown:
    service, uploads = service_of(request.services, draft), list(documents)
    order = [each.key for each in asked_pages(service, draft.answers)]
    here = order.index(page.key) if page.key in order else 0
    before = path_for("form.page", number=draft.number, page=order[here - 1])
    return schemas.FormPageShown(
        number=draft.number,
        service=service.title[request.language],
        page=page.key,
        title=page.title[request.language],
        introduction=said(request, page.introduction),
        version=draft.version,
        place=here + 1,
        count=len(order),
        back=before if here else path_for("applications.page", number=draft.number),
        fields=tuple(field_shown(request, question, _uploads_for(question, uploads)) for question in page.questions),
        finds_addresses=request.portal.policies.address_lookup.on,
    )


def next_path(draft: Application, page: FormPage, request: Request) -> str:
    """Return the address of the page that these answers lead to after this one."""
    order = [each.key for each in asked_pages(service_of(request.services, draft), draft.answers)]
    following = order[order.index(page.key) + 1 :] if page.key in order else []
    if following:
        return path_for("form.page", number=draft.number, page=following[0])
    return path_for("applications.check", number=draft.number)


def _uploads_for(question: Question, documents: Iterable[Document]) -> tuple[AnswerOption, ...]:
    """Return the documents that the question offers; none for a question of another kind."""
    if not isinstance(question, DocumentQuestion):
        return ()
    usable = [each for each in documents if each.slot in question.documents and each.is_in_hand]
    return tuple(AnswerOption(value=each.id, label=file_name(each)) for each in usable)


# --- everything once more ---


def check_page(request: Request, draft: Application, slots: list[Slot]) -> schemas.CheckPage:
    service = service_of(request.services, draft)
    today = request.now.astimezone(request.portal.zone).date()
    pages = check_pages(service, draft.answers, slots, today)
    return schemas.CheckPage(
        number=draft.number,
        title=service.title[request.language],
        sections=_sections(request, draft, slots, pages),
        slots=slots_shown(request, slots),
        documents_missing=tuple(request.words(said) for said in missing_documents(slots).values()),
        can_be_submitted=can_be_submitted(pages, slots),
        declaration=service.declaration[request.language],
        fees=fees_shown(request, service),
    )


def sections(request: Request, application: Application, slots: list[Slot], today: date) -> tuple[Section, ...]:
    """Return all answers as people read them, page by page."""
    pages = check_pages(service_of(request.services, application), application.answers, slots, today)
    return _sections(request, application, slots, pages)


def _sections(
    request: Request, application: Application, slots: list[Slot], pages: list[CheckedPage]
) -> tuple[Section, ...]:
    names = {document.id: file_name(document) for slot in slots for document in slot.documents}
    return tuple(
        Section(
            title=each.page.title[request.language],
            path=path_for("form.page", number=application.number, page=each.page.key),
            answers=tuple(
                answer_shown(request, question, each.values.get(question.key), each.faults, names)
                for question in each.questions
            ),
        )
        for each in pages
    )
