"""Makes the pages of a form: its questions, what was answered, and everything once more before it is submitted."""

from collections.abc import Iterable
from datetime import date

from chalicelib.applications import form_schemas as schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application
from chalicelib.applications.presenters import fees_shown, file_name, path_of, said, slots_shown
from chalicelib.applications.rules.completeness import Slot, faults, missing, missing_documents
from chalicelib.documents.model import Document
from chalicelib.forms.answers import asked, asked_pages, read_page
from chalicelib.forms.kinds.document import DocumentQuestion
from chalicelib.forms.page import FormPage
from chalicelib.forms.presenters import answer_shown, field_shown
from chalicelib.forms.question import Question
from chalicelib.forms.schemas import AnswerOption, Section
from chalicelib.web.visit import Visit


def form_page(visit: Visit, draft: Application, page: FormPage, documents: Iterable[Document]) -> schemas.FormPageShown:
    service, uploads = service_of(visit.services, draft), list(documents)
    order = [each.key for each in asked_pages(service, draft.answers)]
    here = order.index(page.key) if page.key in order else 0
    return schemas.FormPageShown(
        number=draft.number,
        service=service.title[visit.language],
        page=page.key,
        title=page.title[visit.language],
        introduction=said(visit, page.introduction),
        version=draft.version,
        place=here + 1,
        count=len(order),
        back=path_of(draft, "form", order[here - 1]) if here else path_of(draft),
        fields=tuple(field_shown(visit, question, _uploads_for(question, uploads)) for question in page.questions),
        finds_addresses=visit.portal.policies.address_lookup.on,
    )


def next_path(draft: Application, page: FormPage, visit: Visit) -> str:
    """Return the address of the page that these answers lead to after this one."""
    order = [each.key for each in asked_pages(service_of(visit.services, draft), draft.answers)]
    following = order[order.index(page.key) + 1 :] if page.key in order else []
    return path_of(draft, "form", following[0]) if following else path_of(draft, "check")


def _uploads_for(question: Question, documents: Iterable[Document]) -> tuple[AnswerOption, ...]:
    """Return the documents that the question offers; none for a question of another kind."""
    if not isinstance(question, DocumentQuestion):
        return ()
    usable = [each for each in documents if each.slot in question.documents and each.is_in_hand]
    return tuple(AnswerOption(value=each.id, label=file_name(each)) for each in usable)


# --- everything once more ---


def check_page(visit: Visit, draft: Application, slots: list[Slot]) -> schemas.CheckPage:
    service = service_of(visit.services, draft)
    today = visit.now.astimezone(visit.portal.zone).date()
    documents = [document for slot in slots for document in slot.documents]
    return schemas.CheckPage(
        number=draft.number,
        title=service.title[visit.language],
        sections=sections(visit, draft, slots, today),
        slots=slots_shown(visit, slots),
        documents_missing=tuple(visit.words(said) for said in missing_documents(slots).values()),
        can_be_submitted=not missing(service, draft.answers, documents, today),
        declaration=service.declaration[visit.language],
        fees=fees_shown(visit, service),
    )


def sections(visit: Visit, application: Application, slots: list[Slot], today: date) -> tuple[Section, ...]:
    """Return all answers as people read them, page by page."""
    service = service_of(visit.services, application)
    names = {document.id: file_name(document) for slot in slots for document in slot.documents}
    found = []
    for page in asked_pages(service, application.answers):
        values = read_page(page, service, application.answers, today).values
        wrong = faults(page, service, application.answers, slots, today)
        shown = [
            answer_shown(visit, question, values.get(question.key), wrong, names)
            for question in asked(page, service, application.answers)
        ]
        found.append(
            Section(title=page.title[visit.language], path=path_of(application, "form", page.key), answers=tuple(shown))
        )
    return tuple(found)
