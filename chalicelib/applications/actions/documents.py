"""The documents of an application, as the person hands them in (REQUIREMENTS F3).

Each change of a document is written with the application's next version: a submission sees all of them or none.
"""

from datetime import datetime

from chalicelib.accounts.actions.sessions import Person
from chalicelib.applications.actions.find import afresh, folder_of, service_of
from chalicelib.applications.items import put_application
from chalicelib.applications.model import Application, State
from chalicelib.applications.problems import Locked
from chalicelib.applications.rules.drafts import is_open
from chalicelib.applications.rules.lifecycle import stage_began
from chalicelib.cloud.table import Change
from chalicelib.documents.actions import files, uploads
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.inputs import DocumentWish
from chalicelib.documents.model import Document, Wish
from chalicelib.forms.answers import documents_asked
from chalicelib.refusal import Absent
from chalicelib.services import Services
from chalicelib.settled import until_settled


@until_settled
def add(services: Services, person: Person, number: str, wish: DocumentWish, now: datetime) -> Document:
    """Make room for a document that is asked of the person; raise Locked, or Absent where it is not asked."""
    found = _changeable(services, person, number, now)
    asked = {each.key: each for each in documents_asked(service_of(services, found), found.answers)}
    if wish.slot not in asked or asked[wish.slot].sender:
        raise Absent
    if wish.replaces and _own(services, found, wish.replaces, now).slot != wish.slot:
        raise Absent
    change = change_of(services, found)
    document = uploads.offer_upload(services, change, folder_of(found), Wish(wish.slot, wish.replaces), now)
    services.table.commit(change)
    return document


@until_settled
def keep(services: Services, person: Person, number: str, document: str, now: datetime) -> Document:
    """Take the file that has come as the document; it may turn out to be none that can be used."""
    found = _changeable(services, person, number, now)
    _own(services, found, document, now)
    change = change_of(services, found)
    kept = uploads.confirm_upload(services, change, folder_of(found), document, now)
    services.table.commit(change)
    return kept


@until_settled
def remove(services: Services, person: Person, number: str, document: str, now: datetime) -> None:
    """Take a document back."""
    found = _changeable(services, person, number, now)
    _own(services, found, document, now)
    change = change_of(services, found)
    files.remove(services, change, folder_of(found), document, now)
    services.table.commit(change)


def _changeable(services: Services, person: Person, number: str, now: datetime) -> Application:
    """Return the person's application, if documents can be handed in: as a draft, or when more is asked for."""
    found = afresh(services, person, number)
    if not (found.state is State.WAITING or is_open(found, service_of(services, found), services.portal, now)):
        raise Locked
    return found


def _own(services: Services, found: Application, document: str, now: datetime) -> Document:
    """Return a document that is the person's to change.

    Raise Absent for a third party's, and Locked for what was filed: it stays, unless it was refused.
    """
    own = find_document(services, folder_of(found), document, now)
    if own.by:
        raise Absent
    if found.state is State.WAITING and own.is_in_hand and own.offered_at < stage_began(found):
        raise Locked
    return own


def change_of(services: Services, found: Application) -> Change:
    """Return a change that writes the application's next version."""
    change = Change(services.ids.new())
    put_application(change, found)
    return change
