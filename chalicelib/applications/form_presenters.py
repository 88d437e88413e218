"""Makes the pages of a form: its questions, what was answered, and everything once more before it is submitted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chalicelib.applications import form_schemas as schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Answers, Application
from chalicelib.applications.presenters import fees_shown, file_name, said, slots_shown
from chalicelib.applications.rules.answers import asked, asked_pages, read_page
from chalicelib.applications.rules.completeness import Slot, faults, missing, missing_documents
from chalicelib.applications.rules.values import keys_in
from chalicelib.applications.written import options_of, written
from chalicelib.documents.model import Document
from chalicelib.portal.forms.fields import AnyQuestion, DocumentQuestion, FormPage
from chalicelib.portal.forms.service import YES
from chalicelib.urls import path_for
from chalicelib.web.request import Request

DATE_PARTS = ("year", "month", "day")


def form_page(
    request: Request, draft: Application, page: FormPage, documents: Iterable[Document]
) -> schemas.FormPageShown:
    service = service_of(request.services, draft)
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
        fields=tuple(field_shown(request, question, list(documents)) for question in page.questions),
        finds_addresses=request.portal.policies.address_lookup.on,
    )


def next_path(draft: Application, page: FormPage, request: Request) -> str:
    """Return the address of the page that these answers lead to after this one."""
    order = [each.key for each in asked_pages(service_of(request.services, draft), draft.answers)]
    following = order[order.index(page.key) + 1 :] if page.key in order else []
    if following:
        return path_for("form.page", number=draft.number, page=following[0])
    return path_for("applications.check", number=draft.number)


def form_values(page: FormPage, answers: Answers) -> dict[str, str]:
    """Return what the page's inputs hold, by their names."""
    values: dict[str, str] = {}
    for question in page.questions:
        raw = answers.get(question.key)
        if raw is not None:
            values |= _flat(f"answers.{question.key}", _parts(question, raw))
    return values


def _parts(question: AnyQuestion, raw: Any) -> Any:
    if question.type == "date" and isinstance(raw, str):
        return dict(zip(DATE_PARTS, raw.split("-"), strict=False))
    if question.type in ("choices", "declaration"):
        ticked = dict.fromkeys(keys_in(raw), YES)
        return ticked if question.type == "choices" else ticked.get(YES, "")
    return raw


def _flat(name: str, raw: Any) -> dict[str, str]:
    if isinstance(raw, dict):
        return {full: text for key, value in raw.items() for full, text in _flat(f"{name}.{key}", value).items()}
    return {name: str(raw)}


def field_shown(request: Request, question: AnyQuestion, documents: Iterable[Document] = ()) -> schemas.FieldShown:
    return schemas.FieldShown(
        name=question.key,
        type=question.type,
        label=question.label[request.language],
        hint=said(request, question.hint),
        required=question.required,
        options=_options(request, question, documents),
        max_length=getattr(question, "max_length", None),
        unit=said(request, getattr(question, "unit", None)),
        autocomplete=getattr(question, "autocomplete", None),
        when_field=question.when.field if question.when else None,
        when_among=question.when.among if question.when else (),
    )


def _options(
    request: Request, question: AnyQuestion, documents: Iterable[Document]
) -> tuple[schemas.AnswerOption, ...]:
    if isinstance(question, DocumentQuestion):
        usable = [each for each in documents if each.slot in question.documents and each.is_in_hand]
        return tuple(schemas.AnswerOption(value=each.id, label=file_name(each)) for each in usable)
    return tuple(
        schemas.AnswerOption(value=option.key, label=option.label[request.language], hint=said(request, option.hint))
        for option in options_of(question)
    )


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


def sections(request: Request, application: Application, slots: list[Slot], today: date) -> tuple[schemas.Section, ...]:
    """Return all answers as people read them, page by page."""
    service = service_of(request.services, application)
    names = {document.id: file_name(document) for slot in slots for document in slot.documents}
    found = []
    for page in asked_pages(service, application.answers):
        values = read_page(page, service, application.answers, today).values
        wrong = faults(page, service, application.answers, slots, today)
        shown = [
            _answer(request, question, values.get(question.key), wrong, names)
            for question in asked(page, service, application.answers)
        ]
        found.append(
            schemas.Section(
                title=page.title[request.language],
                path=path_for("form.page", number=application.number, page=page.key),
                answers=tuple(shown),
            )
        )
    return tuple(found)


def _answer(
    request: Request, question: AnyQuestion, value: Any, wrong: Mapping[str, Any], names: Mapping[str, str]
) -> schemas.AnswerShown:
    fault = next((wrong[name] for name in wrong if name.partition(".")[0] == question.key), None)
    return schemas.AnswerShown(
        name=question.key,
        label=question.label[request.language],
        lines=() if value is None else written(request, question, value, names),
        missing=request.words(fault) if fault else None,
    )
