"""Makes the pages of a form: its questions, what was answered, and everything once more before it is submitted."""

from collections.abc import Iterable
from datetime import date

from chalicelib.applications import form_schemas as schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import fees_shown, file_name, said, slots_shown
from chalicelib.applications.rules.completeness import Slot, faults, missing, missing_documents
from chalicelib.documents.model import Document
from chalicelib.forms.answers import asked, asked_pages, read_page
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
    documents = [document for slot in slots for document in slot.documents]
    return schemas.CheckPage(
        number=draft.number,
        title=service.title[request.language],
        sections=sections(request, draft, slots, today),
        slots=slots_shown(request, slots),
        documents_missing=tuple(request.words(said) for said in missing_documents(slots).values()),
        can_be_submitted=not missing(service, draft.answers, documents, today),
        declaration=service.declaration[request.language],
        fees=fees_shown(request, service),
    )


def sections(request: Request, application: Application, slots: list[Slot], today: date) -> tuple[Section, ...]:
    """Return all answers as people read them, page by page."""
    service = service_of(request.services, application)
    names = {document.id: file_name(document) for slot in slots for document in slot.documents}
    found = []
    for page in asked_pages(service, application.answers):
        values = read_page(page, service, application.answers, today).values
        wrong = faults(page, service, application.answers, slots, today)
        shown = [
            answer_shown(request, question, values.get(question.key), wrong, names)
            for question in asked(page, service, application.answers)
        ]
        path = path_for("form.page", number=application.number, page=page.key)
        found.append(Section(title=page.title[request.language], path=path, answers=tuple(shown)))
    return tuple(found)
