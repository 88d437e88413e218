"""Makes the pages about a file: the records as staff read them, in their language."""

from collections.abc import Mapping
from typing import Any

from chalicelib.applications.actions.find import service_of
from chalicelib.applications.actions.third_parties import Expected
from chalicelib.applications.backoffice.file_view import SeenFile
from chalicelib.applications.backoffice.inputs import NOBODY
from chalicelib.applications.backoffice.schemas import (
    AssignmentPage,
    DecisionPage,
    DocumentReviewPage,
    ExpectedPage,
    FileHead,
    NoteShown,
    ProposalShown,
    StaffFilePage,
    StaffStep,
)
from chalicelib.applications.form_presenters import sections
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.presenters import questions_shown, slots_shown
from chalicelib.applications.rules.lifecycle import FILE_ACTIONS, STAFF_MAY, FileAction
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import document_shown
from chalicelib.forms.schemas import AnswerOption
from chalicelib.i18n.formats import age
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.model import Staff
from chalicelib.staff.schemas import doer, trail_shown
from chalicelib.web.request import Request


def head(request: Request, file: Application) -> FileHead:
    return FileHead(**_head(request, file))


def file_shown(request: Request, seen: SeenFile, person: StaffPerson) -> StaffFilePage:
    file, names = seen.file, seen.names
    submitted = file.submitted_at or file.created_at
    return StaffFilePage(
        **_head(request, file),
        email=seen.email,
        submitted_at=file.submitted_at,
        filed_on=file.filed_on,
        said_age=age(request.now - submitted, request.language),
        assignee=file.assignee and names.get(file.assignee, file.assignee),
        is_mine=file.assignee == person.id,
        actions=tuple(action.name for action in actions_open(seen, person)),
        # As they were on the day of the submission: a day that was to come then may be past now.
        sections=sections(request, file, seen.slots, submitted.astimezone(request.portal.zone).date()),
        slots=slots_shown(request, seen.slots),
        steps=_steps(file, names),
        questions=questions_shown(file),
        notes=tuple(NoteShown(at=note.at, by=doer(note.by, names), text=note.text) for note in seen.notes),
        proposal=proposal_shown(file, names, person),
        trail=trail_shown(seen.trail, names, file.account),
    )


def actions_open(seen: SeenFile, person: StaffPerson) -> tuple[FileAction, ...]:
    """Return what this member of staff may do with the file now, in the order of the buttons."""
    file = seen.file
    useless = {
        "take": file.assignee == person.id and file.state is not ApplicationState.SUBMITTED,
        "send": not any(slot.asked.sender for slot in seen.slots),
    }
    granted = person.permissions
    return tuple(
        action
        for action in FILE_ACTIONS
        if action.permission in granted and file.state in STAFF_MAY[action.permission] and not useless.get(action.name)
    )


def proposal_shown(file: Application, names: Mapping[str, str], person: StaffPerson) -> ProposalShown | None:
    proposal = file.proposal
    if proposal is None:
        return None
    return ProposalShown(**{**proposal.declared(), "by": doer(proposal.by, names)}, is_mine=proposal.by == person.id)


def assignment_page(request: Request, file: Application, people: list[Staff]) -> AssignmentPage:
    options = tuple(AnswerOption(value=staff.id, label=staff.email) for staff in people)
    return AssignmentPage(**_head(request, file), assignee=file.assignee or NOBODY, people=options)


def decision_page(request: Request, file: Application, names: Mapping[str, str], person: StaffPerson) -> DecisionPage:
    return DecisionPage(
        **_head(request, file),
        four_eyes=service_of(request.services, file).four_eyes,
        proposal=proposal_shown(file, names, person),
    )


def document_page(request: Request, file: Application, document: Document) -> DocumentReviewPage:
    return DocumentReviewPage(
        **_head(request, file),
        label=label_of(request, file, document),
        document=document_shown(request, document),
    )


def expected_page(request: Request, expected: Expected) -> ExpectedPage:
    return ExpectedPage(
        **_head(request, expected.application), email=expected.email, slots=slots_shown(request, expected.slots)
    )


def label_of(request: Request, file: Application, document: Document) -> str:
    asked = service_of(request.services, file).document(document.slot)
    return asked.label[request.language] if asked else document.slot


def _head(request: Request, file: Application) -> dict[str, Any]:
    title = service_of(request.services, file).title[request.language]
    return {"number": file.number, "title": title, "state": file.state}


def _steps(file: Application, names: Mapping[str, str]) -> tuple[StaffStep, ...]:
    return tuple(
        StaffStep(state=step.state, at=step.at, by=doer(step.by, names, file.account), reason=step.reason)
        for step in file.steps
    )
