"""Makes the pages of a form: its questions, what was answered, and everything once more before it is submitted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chalicelib.applications import form_schemas as schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Answers, Application
from chalicelib.applications.presenters import fees_shown, file_name, path_of, said, slots_shown
from chalicelib.applications.rules.answers import asked, asked_pages, read_page
from chalicelib.applications.rules.completeness import Slot, faults, missing, missing_documents
from chalicelib.applications.rules.values import keys_in
from chalicelib.applications.written import options_of, written
from chalicelib.documents.model import Document
from chalicelib.portal.forms.fields import AnyQuestion, DocumentQuestion, FormPage
from chalicelib.portal.forms.service import YES
from chalicelib.web.visit import Visit

DATE_PARTS = ("year", "month", "day")


def form_page(visit: Visit, draft: Application, page: FormPage, documents: Iterable[Document]) -> schemas.FormPageShown:
    service = service_of(visit.services, draft)
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
        fields=tuple(field_shown(visit, question, list(documents)) for question in page.questions),
        finds_addresses=visit.portal.policies.address_lookup.on,
    )


def next_path(draft: Application, page: FormPage, visit: Visit) -> str:
    """Return the address of the page that these answers lead to after this one."""
    order = [each.key for each in asked_pages(service_of(visit.services, draft), draft.answers)]
    following = order[order.index(page.key) + 1 :] if page.key in order else []
    return path_of(draft, "form", following[0]) if following else path_of(draft, "check")


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


def field_shown(visit: Visit, question: AnyQuestion, documents: Iterable[Document] = ()) -> schemas.FieldShown:
    return schemas.FieldShown(
        name=question.key,
        type=question.type,
        label=question.label[visit.language],
        hint=said(visit, question.hint),
        required=question.required,
        options=_options(visit, question, documents),
        max_length=getattr(question, "max_length", None),
        unit=said(visit, getattr(question, "unit", None)),
        autocomplete=getattr(question, "autocomplete", None),
        when_field=question.when.field if question.when else None,
        when_among=question.when.among if question.when else (),
    )


def _options(visit: Visit, question: AnyQuestion, documents: Iterable[Document]) -> tuple[schemas.AnswerOption, ...]:
    if isinstance(question, DocumentQuestion):
        usable = [each for each in documents if each.slot in question.documents and each.is_in_hand]
        return tuple(schemas.AnswerOption(value=each.id, label=file_name(each)) for each in usable)
    return tuple(
        schemas.AnswerOption(value=option.key, label=option.label[visit.language], hint=said(visit, option.hint))
        for option in options_of(question)
    )


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


def sections(visit: Visit, application: Application, slots: list[Slot], today: date) -> tuple[schemas.Section, ...]:
    """Return all answers as people read them, page by page."""
    service = service_of(visit.services, application)
    names = {document.id: file_name(document) for slot in slots for document in slot.documents}
    found = []
    for page in asked_pages(service, application.answers):
        values = read_page(page, service, application.answers, today).values
        wrong = faults(page, service, application.answers, slots, today)
        shown = [
            _answer(visit, question, values.get(question.key), wrong, names)
            for question in asked(page, service, application.answers)
        ]
        found.append(
            schemas.Section(
                title=page.title[visit.language], path=path_of(application, "form", page.key), answers=tuple(shown)
            )
        )
    return tuple(found)


def _answer(
    visit: Visit, question: AnyQuestion, value: Any, wrong: Mapping[str, Any], names: Mapping[str, str]
) -> schemas.AnswerShown:
    fault = next((wrong[name] for name in wrong if name.partition(".")[0] == question.key), None)
    return schemas.AnswerShown(
        name=question.key,
        label=question.label[visit.language],
        lines=() if value is None else written(visit, question, value, names),
        missing=visit.words(fault) if fault else None,
    )
