"""The documents of an application, as the person hands them in (REQUIREMENTS F3).

Each change of a document is written with the application's next version: a submission sees all of them or none. Only a
form for one, which is nothing before its file is confirmed, is a write of its own.
"""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.applications.actions.find import folder_of, reload, service_of
from chalicelib.applications.errors import Locked
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.drafts import is_editable
from chalicelib.applications.rules.lifecycle import stage_began
from chalicelib.applications.storage import put_application
from chalicelib.documents.actions import files, uploads
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.inputs import AddDocument
from chalicelib.documents.model import Document, UploadRequest
from chalicelib.errors import NotFound
from chalicelib.forms.answers import documents_asked
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def add(services: Services, person: Person, number: str, form: AddDocument, now: datetime) -> Document:
    """Make room for a document that is asked of the person; raise Locked, or NotFound where it is not asked."""
    found = _changeable(services, person, number, now)
    asked = {each.key: each for each in documents_asked(service_of(services, found), found.answers)}
    if form.slot not in asked or asked[form.slot].sender:
        raise NotFound
    if form.replaces and _own(services, found, form.replaces, now).slot != form.slot:
        raise NotFound
    work = UnitOfWork(services, now)
    document = uploads.offer_upload(work, folder_of(found), UploadRequest(form.slot, form.replaces))
    work.commit()
    return document


@retry_on_conflict
def confirm(services: Services, person: Person, number: str, document: str, now: datetime) -> Document:
    """Take the file that has come as the document; it may turn out to be none that can be used."""
    found = _changeable(services, person, number, now)
    _own(services, found, document, now)
    work = begin_change(services, found, now)
    kept = uploads.confirm_upload(work, folder_of(found), document)
    work.commit()
    return kept


@retry_on_conflict
def remove(services: Services, person: Person, number: str, document: str, now: datetime) -> None:
    """Take a document back."""
    found = _changeable(services, person, number, now)
    _own(services, found, document, now)
    work = begin_change(services, found, now)
    files.remove(work, folder_of(found), document)
    work.commit()


def _changeable(services: Services, person: Person, number: str, now: datetime) -> Application:
    """Return the person's application, if documents can be handed in: as a draft, or when more is asked for."""
    found = reload(services, person, number)
    if not (
        found.state is ApplicationState.WAITING or is_editable(found, service_of(services, found), services.portal, now)
    ):
        raise Locked
    return found


def _own(services: Services, found: Application, document: str, now: datetime) -> Document:
    """Return a document that is the person's to change.

    Raise NotFound for a third party's, and Locked for what was filed: it stays, unless it was refused.
    """
    own = find_document(services, folder_of(found), document, now)
    if own.by:
        raise NotFound
    if found.state is ApplicationState.WAITING and own.is_in_hand and own.offered_at < stage_began(found):
        raise Locked
    return own


def begin_change(services: Services, found: Application, now: datetime, by: str | None = None) -> UnitOfWork:
    """Begin a unit of work that writes the application's next version."""
    work = UnitOfWork(services, now, by)
    put_application(work, found)
    return work
