"""Review of a document by staff: accepted, or refused with a reason for the person."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.cloud.table import Change
from chalicelib.documents.actions.find import find_document
from chalicelib.documents.errors import NotServed
from chalicelib.documents.model import Document, Folder, Opinion
from chalicelib.documents.rules import states
from chalicelib.documents.storage import put_document
from chalicelib.services import Services


def review(services: Services, change: Change, folder: Folder, key: str, opinion: Opinion, now: datetime) -> Document:
    """Accept or refuse a document. Raise NotServed for what nobody could have looked at."""
    document = find_document(services, folder, key, now)
    if not states.can_be_reviewed(document):
        raise NotServed
    reviewed = states.reviewed(document, opinion, now)
    put_document(change, reviewed)
    write_activity(change, folder.account, f"document-{reviewed.state}", now, opinion.by, folder.name)
    return reviewed
