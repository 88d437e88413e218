"""Records verdicts of the scanner: late, repeated, early, or of an unknown version (SECURITY REL17)."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.cloud.logs import log
from chalicelib.documents.model import Document, DocumentState, Scan, Upload, Verdict
from chalicelib.documents.rules import states
from chalicelib.documents.rules.names import MEDIA_TYPES
from chalicelib.documents.storage import (
    KEPT,
    document_key,
    located,
    object_key,
    parse_document,
    put_document,
)
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

SCANNER = "scanner"  # whose doing it is, among the activities


@retry_on_conflict
def record_scan(services: Services, scan: Scan, now: datetime) -> Document | None:
    """Note what was said of one version, and let it count if it is the confirmed one; return the document."""
    place = located(scan.key)
    document = parse_document(services.table.get(document_key(*place))) if place else None
    if document is None:
        return None
    work = UnitOfWork(services, now)
    noted = _noted(work, document, scan)
    if work.writes:
        work.commit()
    return noted


def _noted(work: UnitOfWork, document: Document, scan: Scan) -> Document:
    if document.state is DocumentState.EXPECTED:
        heard = states.heard(document, scan)
        if heard is not document:
            put_document(work, heard)
        return heard
    if not (document.upload and states.concerns(document, scan)):
        log.info("scan of an unconfirmed version", document=document.id, verdict=scan.verdict)
        return document
    settled = after_scan(work.services, document, document.upload, scan.verdict, work.now)
    put_document(work, settled)
    take_place(work, settled)
    if settled.rejected_for:
        log.warning("document rejected", document=document.id, reason=settled.rejected_for)
        write_activity(work, document.account, "document-rejected", document.folder, by=SCANNER)
    return settled


def after_scan(services: Services, document: Document, upload: Upload, verdict: Verdict, now: datetime) -> Document:
    """Return the document after the verdict on its upload. What is clean is put away first, where no form reaches.

    Done again, that makes one more copy of the same bytes.
    """
    if verdict != states.CLEAN:
        return states.scanned(document, verdict, None, now)
    target, media_type = object_key(document, KEPT), MEDIA_TYPES[upload.type]
    kept = services.files.keep(object_key(document), upload.version, target, media_type)
    return states.scanned(document, verdict, kept, now)


def take_place(work: UnitOfWork, document: Document) -> None:
    """End the one whose place the document takes, once it is clean: until then, both are there."""
    if document.replaces is None or document.state is not DocumentState.CLEAN:
        return
    earlier = parse_document(work.services.table.get(document_key(document.place, document.replaces)))
    if earlier and not states.is_settled(earlier):
        put_document(work, states.replaced(earlier, document.id, work.now))
