"""Makes the pages of applications: the records as people read them, in their language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.activities.model import SYSTEM
from chalicelib.applications import schemas
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.completeness import CheckedPage, Slot, can_be_submitted, check_pages
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.lifecycle import ACTIVE, STAFF_ACTS, draft_ends
from chalicelib.applications.rules.waiting_times import Usual
from chalicelib.billing.actions.invoicing import prices
from chalicelib.billing.model import InvoiceWithPayments
from chalicelib.billing.schemas import payment_status
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import SlotShown, document_shown
from chalicelib.forms.service import Service
from chalicelib.portal.text import Text
from chalicelib.urls import path_for
from chalicelib.web.request import Request

DOERS = {SYSTEM: "time"}  # but for staff, of whom the person does not learn who it was


def service_shown(request: Request, service: Service) -> dict[str, str]:
    return {
        "key": service.key,
        "title": service.title[request.language],
        "summary": service.summary[request.language],
    }


def fees_shown(request: Request, service: Service) -> tuple[schemas.FeeShown, ...]:
    asked = prices(request.services, service.key, request.now)
    return tuple(schemas.FeeShown(label=price.label[request.language], cents=price.cents) for price in asked)


def service_page(request: Request, service: Service) -> schemas.ServicePage:
    return schemas.ServicePage(
        **service_shown(request, service),
        needed=tuple(text[request.language] for text in service.needed),
        pages=tuple(page.title[request.language] for page in service.pages),
        documents=tuple(document.label[request.language] for document in service.documents),
        fees=fees_shown(request, service),
    )


def row(request: Request, application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "title": service_of(request.services, application).title[request.language],
        "state": application.state.value,
        "created_at": application.created_at,
        "saved_at": application.saved_at,
        "submitted_at": application.submitted_at,
    }


def applications_page(request: Request, found: Iterable[Application]) -> schemas.ApplicationsPage:
    listed = list(found)
    rows = {each.number: schemas.ApplicationRow(**row(request, each)) for each in listed}
    return schemas.ApplicationsPage(
        active=tuple(rows[each.number] for each in listed if each.state in ACTIVE),
        past=tuple(rows[each.number] for each in listed if each.state not in ACTIVE),
    )


def tasks(request: Request, draft: Application, pages: Iterable[CheckedPage]) -> tuple[schemas.Task, ...]:
    found = []
    for page, questions, _, faults in pages:
        begun = any(draft.answers.get(question.key) for question in questions)
        found.append(
            schemas.Task(
                title=page.title[request.language],
                path=path_for("form.page", number=draft.number, page=page.key),
                is_complete=(begun or page.key in draft.saved) and not faults,
                is_begun=begun,
            )
        )
    return tuple(found)


def slots_shown(request: Request, slots: Iterable[Slot]) -> tuple[SlotShown, ...]:
    language = request.language
    return tuple(
        SlotShown(
            key=slot.asked.key,
            label=slot.asked.label[language],
            hint=said(request, slot.asked.hint),
            required=slot.asked.required,
            sender=said(request, slot.asked.sender),
            is_filled=slot.is_filled,
            documents=tuple(document_shown(request, document) for document in slot.documents),
        )
        for slot in slots
    )


def said(request: Request, text: Text | None) -> str | None:
    return text[request.language] if text else None


def file_name(document: Document) -> str:
    return document.upload.name if document.upload else ""


def steps_shown(application: Application) -> tuple[schemas.StepShown, ...]:
    """Return the way so far; who of the staff it was is not for the person."""
    return tuple(
        schemas.StepShown(
            state=step.state.value,
            at=step.at,
            by=DOERS.get(step.by, "staff") if step.by != application.account else "you",
            reason=step.reason,
        )
        for step in application.steps
    )


class ApplicationSeen(NamedTuple):
    """What an application's page shows beside the record."""

    slots: list[Slot]
    usual: Usual | None
    invoices: list[InvoiceWithPayments]


def application_page(request: Request, application: Application, seen: ApplicationSeen) -> schemas.ApplicationPage:
    service, slots = service_of(request.services, application), seen.slots
    is_draft = application.state is ApplicationState.DRAFT
    today = request.now.astimezone(request.portal.zone).date()
    pages = check_pages(service, application.answers, slots, today) if is_draft else []
    place = application.place if is_draft else None
    return schemas.ApplicationPage(
        **row(request, application),
        version=application.version,
        resume_at=path_for("form.page", number=application.number, page=place) if place else None,
        kept_until=kept_until(request, application, service) if is_draft else None,
        tasks=tasks(request, application, pages),
        can_be_submitted=is_draft and can_be_submitted(pages, slots),
        filed_on=application.filed_on,
        steps=steps_shown(application),
        waits_for=waits_for(application),
        usual=usual_shown(seen.usual),
        questions=questions_shown(application),
        slots=slots_shown(request, slots),
        invoices=invoices_shown(seen.invoices),
        registered_at=application.registered_at,
    )


def questions_shown(application: Application) -> tuple[schemas.QuestionShown, ...]:
    fields = set(schemas.QuestionShown.model_fields)
    return tuple(schemas.QuestionShown(**question.model_dump(include=fields)) for question in application.questions)


def invoices_shown(invoices: Iterable[InvoiceWithPayments]) -> tuple[schemas.ApplicationInvoice, ...]:
    return tuple(
        schemas.ApplicationInvoice(number=each.invoice.number, state=payment_status(each), cents=each.invoice.total)
        for each in invoices
    )


def can_hand_in(request: Request, application: Application) -> bool:
    """Tell whether documents can be added now: to a draft, or where more was asked for."""
    service = service_of(request.services, application)
    return application.state is ApplicationState.WAITING or is_editable(
        application, service, request.portal, request.now
    )


def waits_for(application: Application) -> str | None:
    """Return who acts next: you, staff, or nobody."""
    if application.state in STAFF_ACTS:
        return "staff"
    return "you" if application.state in ACTIVE else None


def usual_shown(usual: Usual | None) -> schemas.UsualShown | None:
    return schemas.UsualShown(median=usual.median, most=usual.most) if usual else None


def kept_until(request: Request, draft: Application, service: Service) -> datetime:
    return draft_ends(draft, service, request.portal.policies.drafts, request.portal.zone)


def milestones(request: Request, application: Application, usual: Usual | None) -> schemas.Milestones:
    steps = [step.replace(reason=None) for step in steps_shown(application)]
    shown = row(request, application)
    return schemas.Milestones(
        number=shown["number"],
        title=shown["title"],
        state=shown["state"],
        filed_on=application.filed_on,
        steps=tuple(steps),
        usual=usual_shown(usual),
    )
