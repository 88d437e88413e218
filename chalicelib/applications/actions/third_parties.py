"""Documents that an institution sends: staff hand them in on the person's behalf (REQUIREMENTS F4).

That may be for a draft, which can't be submitted without them. Staff then see what they need for it and nothing else:
whose it is, for which service, and the documents that third parties send. No answer of the draft is among them.
"""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import find as accounts
from chalicelib.applications.actions.documents import begin_change
from chalicelib.applications.actions.find import folder_of, service_of, slots_of
from chalicelib.applications.actions.handling import find_file, trace
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.completeness import Slot
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.documents.actions import files, uploads
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document, UploadRequest
from chalicelib.errors import NotFound
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


class Expected(NamedTuple):
    """What third parties send for an application."""

    application: Application
    email: str | None  # of who applies; None where the account is gone
    slots: list[Slot]


class Sending(NamedTuple):
    """A document that staff send, and the application that it is for."""

    application: Application
    document: Document


def find_expecting(services: Services, number: str, now: datetime) -> tuple[Application, list[Slot]]:
    """Return the application, and what third parties send for it. Raise NotNow, or NotFound where they send nothing."""
    found = find_file(services, number, Permission.DOCUMENT_SEND)
    slots = [slot for slot in slots_of(services, found, now) if slot.asked.sender]
    is_over = found.state is ApplicationState.DRAFT and not is_editable(
        found, service_of(services, found), services.portal, now
    )
    if is_over or not slots:
        raise NotFound
    return found, slots


def view_expected(services: Services, number: str, by: str, now: datetime) -> Expected:
    """Return what is expected; that it was looked at is written down (REQUIREMENTS W6). Raise NotFound or NotNow."""
    found, slots = find_expecting(services, number, now)
    work = UnitOfWork(services, now, by)
    trace(work, found, "expected-viewed")
    work.commit()
    account = accounts.by_id(services, found.account)
    return Expected(found, account.email if account else None, slots)


@retry_on_conflict
def add(services: Services, number: str, form: AddDocument, by: str, now: datetime) -> Sending:
    """Make room for a document that a third party sends; raise NotFound where none is expected, or NotNow."""
    found, slots = find_expecting(services, number, now)
    there = {slot.asked.key: {each.id for each in slot.documents} for slot in slots}
    if form.slot not in there or not {form.replaces} - {None} <= there[form.slot]:
        raise NotFound
    work = UnitOfWork(services, now, by)
    wanted = UploadRequest(form.slot, form.replaces, by)
    document = uploads.offer_upload(work, folder_of(found), wanted)
    work.commit()
    return Sending(found, document)


def find_sending(services: Services, number: str, document: str, now: datetime) -> Sending:
    """Return a document that staff send; raise NotFound or NotNow."""
    found, _ = find_expecting(services, number, now)
    sent = find_document(services, folder_of(found), document, now)
    if sent.by is None:
        raise NotFound
    return Sending(found, sent)


@retry_on_conflict
def confirm(services: Services, number: str, document: str, by: str, now: datetime) -> Document:
    """Take the file that has come as the document; it may turn out to be none that can be used."""
    found = find_sending(services, number, document, now).application
    work = begin_change(services, found, now, by)
    kept = uploads.confirm_upload(work, folder_of(found), document)
    work.commit()
    return kept


@retry_on_conflict
def remove(services: Services, number: str, document: str, by: str, now: datetime) -> None:
    """Take a document back that staff sent."""
    found = find_sending(services, number, document, now).application
    work = begin_change(services, found, now, by)
    files.remove(work, folder_of(found), document)
    work.commit()
