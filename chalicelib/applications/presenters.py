"""Makes the pages of applications: the records as people read them, in their language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.activities.model import SYSTEM
from chalicelib.applications import schemas
from chalicelib.applications.actions.fees import bills_of
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.answers import asked, asked_pages
from chalicelib.applications.rules.completeness import Slot, faults, missing
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.lifecycle import ACTIVE, STAFF_ACTS, draft_ends
from chalicelib.applications.rules.waiting_times import Usual
from chalicelib.billing.actions.prices import prices
from chalicelib.billing.schemas import payment_status
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import SlotShown, document_shown
from chalicelib.portal.forms.service import Service
from chalicelib.portal.text import Text
from chalicelib.web.visit import Visit

DOERS = {SYSTEM: "time"}  # but for staff, of whom the person does not learn who it was


def path_of(application: Application, *parts: str) -> str:
    """Return the address, after the language, of a page of the application."""
    return "/".join(("/applications", application.number, *parts))


def service_shown(visit: Visit, service: Service) -> dict[str, str]:
    return {
        "key": service.key,
        "title": service.title[visit.language],
        "summary": service.summary[visit.language],
    }


def fees_shown(visit: Visit, service: Service) -> tuple[schemas.FeeShown, ...]:
    asked = prices(visit.services, service.key, visit.now)
    return tuple(schemas.FeeShown(label=price.label[visit.language], cents=price.cents) for price in asked)


def service_page(visit: Visit, service: Service) -> schemas.ServicePage:
    return schemas.ServicePage(
        **service_shown(visit, service),
        needed=tuple(text[visit.language] for text in service.needed),
        pages=tuple(page.title[visit.language] for page in service.pages),
        documents=tuple(document.label[visit.language] for document in service.documents),
        fees=fees_shown(visit, service),
    )


def row(visit: Visit, application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "title": service_of(visit.services, application).title[visit.language],
        "state": application.state.value,
        "created_at": application.created_at,
        "saved_at": application.saved_at,
        "submitted_at": application.submitted_at,
    }


def applications_page(visit: Visit, found: Iterable[Application]) -> schemas.ApplicationsPage:
    all_mine = list(found)
    rows = {each.number: schemas.ApplicationRow(**row(visit, each)) for each in all_mine}
    return schemas.ApplicationsPage(
        active=tuple(rows[each.number] for each in all_mine if each.state in ACTIVE),
        past=tuple(rows[each.number] for each in all_mine if each.state not in ACTIVE),
    )


def tasks(visit: Visit, draft: Application, service: Service, slots: list[Slot]) -> tuple[schemas.Task, ...]:
    today = visit.now.astimezone(visit.portal.zone).date()
    found = []
    for page in asked_pages(service, draft.answers):
        begun = any(draft.answers.get(question.key) for question in asked(page, service, draft.answers))
        found.append(
            schemas.Task(
                title=page.title[visit.language],
                path=path_of(draft, "form", page.key),
                is_complete=(begun or page.key in draft.saved)
                and not faults(page, service, draft.answers, slots, today),
                is_begun=begun,
            )
        )
    return tuple(found)


def slots_shown(visit: Visit, slots: Iterable[Slot]) -> tuple[SlotShown, ...]:
    language = visit.language
    return tuple(
        SlotShown(
            key=slot.asked.key,
            label=slot.asked.label[language],
            hint=said(visit, slot.asked.hint),
            required=slot.asked.required,
            sender=said(visit, slot.asked.sender),
            is_filled=slot.is_filled,
            documents=tuple(document_shown(visit, document) for document in slot.documents),
        )
        for slot in slots
    )


def said(visit: Visit, text: Text | None) -> str | None:
    return text[visit.language] if text else None


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


def application_page(
    visit: Visit, application: Application, slots: list[Slot], usual: Usual | None
) -> schemas.ApplicationPage:
    service = service_of(visit.services, application)
    is_draft = application.state is ApplicationState.DRAFT
    documents = [document for slot in slots for document in slot.documents]
    today = visit.now.astimezone(visit.portal.zone).date()
    return schemas.ApplicationPage(
        **row(visit, application),
        version=application.version,
        resume_at=path_of(application, "form", application.place) if is_draft and application.place else None,
        kept_until=kept_until(visit, application, service) if is_draft else None,
        tasks=tasks(visit, application, service, slots) if is_draft else (),
        can_be_submitted=is_draft and not missing(service, application.answers, documents, today),
        filed_on=application.filed_on,
        steps=steps_shown(application),
        waits_for=waits_for(application),
        usual=usual_shown(usual),
        questions=questions_shown(application),
        slots=slots_shown(visit, slots),
        bills=bills_shown(visit, application) if application.submitted_at else (),
        registered_at=application.registered_at,
    )


def questions_shown(application: Application) -> tuple[schemas.QuestionShown, ...]:
    fields = set(schemas.QuestionShown.model_fields)
    return tuple(schemas.QuestionShown(**question.model_dump(include=fields)) for question in application.questions)


def bills_shown(visit: Visit, application: Application) -> tuple[schemas.BillShown, ...]:
    bills = bills_of(visit.services, application)
    return tuple(
        schemas.BillShown(number=bill.invoice.number, state=payment_status(bill), cents=bill.invoice.total)
        for bill in bills
    )


def can_hand_in(visit: Visit, application: Application) -> bool:
    """Tell whether documents can be added now: to a draft, or where more was asked for."""
    service = service_of(visit.services, application)
    return application.state is ApplicationState.WAITING or is_editable(application, service, visit.portal, visit.now)


def waits_for(application: Application) -> str | None:
    """Return who acts next: you, staff, or nobody."""
    if application.state in STAFF_ACTS:
        return "staff"
    return "you" if application.state in ACTIVE else None


def usual_shown(usual: Usual | None) -> schemas.UsualShown | None:
    return schemas.UsualShown(median=usual.median, most=usual.most) if usual else None


def kept_until(visit: Visit, draft: Application, service: Service) -> datetime:
    return draft_ends(draft, service, visit.portal.policies.drafts, visit.portal.zone)


def milestones(visit: Visit, application: Application, usual: Usual | None) -> schemas.Milestones:
    steps = [step.replace(reason=None) for step in steps_shown(application)]
    shown = row(visit, application)
    return schemas.Milestones(
        number=shown["number"],
        title=shown["title"],
        state=shown["state"],
        filed_on=application.filed_on,
        steps=tuple(steps),
        usual=usual_shown(usual),
    )
