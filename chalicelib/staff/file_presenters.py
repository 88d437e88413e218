"""Makes the pages about a file: the records as staff read them, in their language."""

from collections.abc import Mapping
from typing import Any

from chalicelib.applications.actions.find import service_of
from chalicelib.applications.actions.third_parties import Expected
from chalicelib.applications.form_presenters import sections
from chalicelib.applications.form_schemas import AnswerOption
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.presenters import questions_shown, slots_shown
from chalicelib.documents.model import Document
from chalicelib.documents.schemas import document_shown
from chalicelib.staff.actions.files import SeenFile
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.file_inputs import NOBODY
from chalicelib.staff.file_schemas import (
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
from chalicelib.staff.model import Staff
from chalicelib.staff.roles import is_open
from chalicelib.staff.schemas import doer, trail_shown
from chalicelib.web.formats import age
from chalicelib.web.visit import Visit

FILE = "/{lang}/staff/files/{number}"
ACTIONS = {  # what can be done with a file -> the route that does it
    "take": ("POST", f"{FILE}/take"),
    "resume": ("POST", f"{FILE}/resume"),
    "decide": ("POST", f"{FILE}/decision"),
    "ask": ("POST", f"{FILE}/question"),
    "hold": ("POST", f"{FILE}/hold"),
    "assign": ("POST", f"{FILE}/assignment"),
    "note": ("POST", f"{FILE}/note"),
    "review": ("POST", f"{FILE}/documents/{{document}}"),
    "send": ("POST", f"{FILE}/third-party"),
}


def head(visit: Visit, file: Application) -> FileHead:
    return FileHead(**_head(visit, file))


def file_shown(visit: Visit, seen: SeenFile, person: StaffPerson) -> StaffFilePage:
    file, names = seen.file, seen.names
    submitted = file.submitted_at or file.created_at
    return StaffFilePage(
        **_head(visit, file),
        email=seen.email,
        submitted_at=file.submitted_at,
        filed_on=file.filed_on,
        said_age=age(visit.now - submitted, visit.language),
        assignee=file.assignee and names.get(file.assignee, file.assignee),
        is_mine=file.assignee == person.id,
        actions=actions_open(seen, person),
        # As they were on the day of the submission: a day that was to come then may be past now.
        sections=sections(visit, file, seen.slots, submitted.astimezone(visit.portal.zone).date()),
        slots=slots_shown(visit, seen.slots),
        steps=_steps(file, names),
        questions=questions_shown(file),
        notes=tuple(NoteShown(at=note.at, by=doer(note.by, names), text=note.text) for note in seen.notes),
        proposal=proposal_shown(file, names, person),
        trail=trail_shown(seen.trail, names, file.account),
    )


def actions_open(seen: SeenFile, person: StaffPerson) -> tuple[str, ...]:
    """Return what this member of staff may do with the file now, in the order of the table above."""
    file = seen.file
    useless = {
        "take": file.assignee == person.id and file.state is not ApplicationState.SUBMITTED,
        "send": not any(slot.asked.sender for slot in seen.slots),
    }
    return tuple(
        name
        for name, (method, path) in ACTIONS.items()
        if is_open(method, path, person.roles, file.state) and not useless.get(name)
    )


def proposal_shown(file: Application, names: Mapping[str, str], person: StaffPerson) -> ProposalShown | None:
    proposal = file.proposal
    if proposal is None:
        return None
    return ProposalShown(**{**dict(proposal), "by": doer(proposal.by, names)}, is_mine=proposal.by == person.id)


def assignment_page(visit: Visit, file: Application, people: list[Staff]) -> AssignmentPage:
    options = tuple(AnswerOption(value=staff.id, label=staff.email) for staff in people)
    return AssignmentPage(**_head(visit, file), assignee=file.assignee or NOBODY, people=options)


def decision_page(visit: Visit, file: Application, names: Mapping[str, str], person: StaffPerson) -> DecisionPage:
    return DecisionPage(
        **_head(visit, file),
        four_eyes=service_of(visit.services, file).four_eyes,
        proposal=proposal_shown(file, names, person),
    )


def document_page(visit: Visit, file: Application, document: Document) -> DocumentReviewPage:
    return DocumentReviewPage(
        **_head(visit, file),
        label=label_of(visit, file, document),
        document=document_shown(visit, document),
    )


def expected_page(visit: Visit, expected: Expected) -> ExpectedPage:
    return ExpectedPage(
        **_head(visit, expected.application), email=expected.email, slots=slots_shown(visit, expected.slots)
    )


def label_of(visit: Visit, file: Application, document: Document) -> str:
    asked = service_of(visit.services, file).document(document.slot)
    return asked.label[visit.language] if asked else document.slot


def _head(visit: Visit, file: Application) -> dict[str, Any]:
    title = service_of(visit.services, file).title[visit.language]
    return {"number": file.number, "title": title, "state": file.state}


def _steps(file: Application, names: Mapping[str, str]) -> tuple[StaffStep, ...]:
    return tuple(
        StaffStep(state=step.state, at=step.at, by=doer(step.by, names, file.account), reason=step.reason)
        for step in file.steps
    )
