"""What staff do with the documents of a file: open them, accept or refuse them (REQUIREMENTS F3, W2)."""

from datetime import datetime

from chalicelib.applications.actions.documents import begin_change
from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.actions.handling import find_file, trace
from chalicelib.documents.actions.files import download_link
from chalicelib.documents.actions.review import review
from chalicelib.documents.model import Document, Opinion
from chalicelib.services import Services
from chalicelib.staff.permissions import Permission
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def open_document(services: Services, number: str, document: str, by: str, now: datetime) -> str:
    """Return where the document can be read for a minute; the look is written down first (REQUIREMENTS W6).

    Raise NotFound, NotNow, or NotServed for what was not found clean (SECURITY SEC49).
    """
    found = find_file(services, number, Permission.APPLICATION_VIEW)
    link = download_link(services, folder_of(found), document, now)
    work = UnitOfWork(services, now, by)
    trace(work, found, "document-viewed")
    work.commit()
    return link


@retry_on_conflict
def judge(services: Services, number: str, document: str, refused_for: str | None, by: str, now: datetime) -> Document:
    """Accept the document, or refuse it for a reason that the person reads. Raise NotFound, NotNow or NotServed."""
    found = find_file(services, number, Permission.DOCUMENT_REVIEW)
    work = begin_change(services, found, now, by)
    judged = review(work, folder_of(found), document, Opinion(refused_for))
    work.commit()
    return judged
