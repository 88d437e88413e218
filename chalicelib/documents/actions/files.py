"""Opening and removing documents (REQUIREMENTS F3)."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.cloud.files import Served
from chalicelib.documents.actions.find import find_document, list_documents
from chalicelib.documents.errors import DocumentUnchangeable, NotServed
from chalicelib.documents.model import Document, Folder
from chalicelib.documents.rules import states
from chalicelib.documents.rules.names import MEDIA_TYPES
from chalicelib.documents.storage import KEPT, object_key, put_document
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def download_link(services: Services, folder: Folder, key: str, now: datetime) -> str:
    """Return where the file can be saved from, for a minute at most (SECURITY SEC50). Raise NotServed."""
    document = find_document(services, folder, key, now)
    if not (document.is_served and document.kept and document.upload):
        raise NotServed
    served = Served(document.upload.name, MEDIA_TYPES[document.upload.type])
    lifetime = services.portal.policies.documents.link_lifetime
    return services.files.link(object_key(document, KEPT), document.kept, served, lifetime)


def remove(work: UnitOfWork, folder: Folder, key: str) -> Document:
    """Take a document away; its file follows within the hour. Raise DocumentUnchangeable if staff accepted it."""
    document = find_document(work.services, folder, key, work.now)
    if states.is_settled(document):
        raise DocumentUnchangeable
    removed = states.removed(document, work.now)
    put_document(work, removed)
    write_activity(work, folder.account, "document-removed", folder.name)
    return removed


def remove_all(work: UnitOfWork, folder: Folder) -> None:
    """Take all documents away, with what they belong to. Those that were replaced go by themselves."""
    for document in list_documents(work.services, folder, work.now):
        if document.state not in states.OVER:
            put_document(work, states.removed(document, work.now))
