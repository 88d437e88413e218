"""Review of a document by staff: accepted, or refused with a reason for the person."""

from chalicelib.activities.model import write_activity
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.errors import NotServed
from chalicelib.documents.model import Document, Folder, Opinion
from chalicelib.documents.rules import states
from chalicelib.documents.storage import put_document
from chalicelib.unit_of_work import UnitOfWork


def review(work: UnitOfWork, folder: Folder, key: str, opinion: Opinion) -> Document:
    """Accept or refuse a document for the unit's actor; raise NotServed for what nobody could have looked at."""
    document = find_document(work.services, folder, key, work.now)
    if not states.can_be_reviewed(document):
        raise NotServed
    reviewed = states.reviewed(document, opinion, work.by, work.now)
    put_document(work, reviewed)
    write_activity(work, folder.account, f"document-{reviewed.state}", folder.name)
    return reviewed
