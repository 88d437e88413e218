"""Reads documents; one of another folder counts as missing (SECURITY SEC38)."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.cloud.table import Change
from chalicelib.documents.model import Document, DocumentState, Folder
from chalicelib.documents.rules.states import has_lapsed
from chalicelib.documents.storage import document_key, parse_document, prefix, require_document
from chalicelib.errors import NotFound
from chalicelib.services import Services


def find_document(services: Services, folder: Folder, document: str, now: datetime) -> Document:
    """Return it; raise NotFound where there is none, or nothing came in time, or it was removed."""
    found = parse_document(services.table.get(document_key(folder, document)))
    if found is None or has_lapsed(found, now) or found.state is DocumentState.REMOVED:
        raise NotFound
    return found


def list_documents(services: Services, folder: Folder, now: datetime) -> list[Document]:
    """Return those of a folder, the oldest first; what lapsed or was removed is not among them."""
    items = services.table.query(partition(folder.account), prefix(folder))
    found = [document for document in map(parse_document, items) if document]
    here = [each for each in found if not (has_lapsed(each, now) or each.state is DocumentState.REMOVED)]
    return sorted(here, key=lambda document: document.offered_at)


def named(documents: list[Document], key: str) -> Document:
    """Return the one of this id; raise NotFound."""
    found = next((document for document in documents if document.id == key), None)
    if found is None:
        raise NotFound
    return found


def require_unchanged(change: Change, documents: list[Document]) -> None:
    """Let the change fail with a Conflict if one of them changed since it was read."""
    for document in documents:
        require_document(change, document)
