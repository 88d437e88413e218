"""What time brings to documents: forms that were never used, files of those that are over, a scanner that is silent.

The bucket's own life cycle collects what this misses (infra/data.yaml).
"""

from datetime import datetime

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Conflict, Unavailable
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.items import KEPT, delete_document, document_of, object_key, put_document
from chalicelib.documents.model import DUE, Document, DocumentState, Scan
from chalicelib.services import Services

S = DocumentState


def tidy(services: Services, now: datetime) -> int:
    """Do what is due (SECURITY REL15, REL16); return how many documents were looked at."""
    looked_at = 0
    for key in services.table.due(DUE, now):
        document = document_of(services.table.get(key))  # the index only finds candidates
        if document and document.due_at and document.due_at <= now:
            looked_at += 1
            _tidy_one(services, document, now)
    return looked_at


def _tidy_one(services: Services, document: Document, now: datetime) -> None:
    try:
        match document.state:
            case S.EXPECTED | S.REMOVED | S.REPLACED:
                _clear(services, document)
            case S.REJECTED:  # the row stays: it says why
                _delete_files(services, document)
                _write(services, document.but(due_at=None))
            case S.RECEIVED:
                _ask_scanner(services, document, now)
    except (Conflict, Unavailable) as trouble:  # one must not hold up the others; the next run finds it again
        log.warning("not tidied now", document=document.id, reason=str(trouble))


def _clear(services: Services, document: Document) -> None:
    """Delete the row and the files; the row first, or what is expected could still be confirmed.

    Where that is cut short, the rest of what was expected expires in the bucket. What was kept has to be deleted first.
    """
    if document.kept:
        _delete_files(services, document)
    change = Change(services.ids.new())
    delete_document(change, document)
    services.table.commit(change)
    _delete_files(services, document)


def _delete_files(services: Services, document: Document) -> None:
    for key in (object_key(document), object_key(document, KEPT)):
        services.files.delete(key)


def _ask_scanner(services: Services, document: Document, now: datetime) -> None:
    """Read the verdict that the scanner noted on the object, for its event may be lost."""
    key, version = object_key(document), document.upload.version if document.upload else ""
    said = services.files.verdict(key, version)
    if said:
        record_scan(services, Scan.model_validate({"key": key, "version": version, "verdict": said}), now)
        return
    log.error("the scanner is silent", document=document.id)
    _write(services, document.but(due_at=now + services.portal.policies.documents.scan_patience))


def _write(services: Services, document: Document) -> None:
    change = Change(services.ids.new())
    put_document(change, document)
    services.table.commit(change)
