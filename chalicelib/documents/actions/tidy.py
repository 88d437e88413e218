"""Scheduled work on documents: unused upload forms, files to delete, verdicts that are missing.

The bucket's own life cycle collects what this misses (infra/data.yaml).
"""

from datetime import datetime

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Key
from chalicelib.documents.actions.scans import record_scan
from chalicelib.documents.model import DUE, Document, DocumentState, Scan
from chalicelib.documents.rules import states
from chalicelib.documents.storage import KEPT, delete_document, object_key, parse_document, put_document
from chalicelib.due import Left, unlimited, work_through
from chalicelib.services import Services

S = DocumentState


def tidy(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Do what is due (SECURITY REL15, REL16); return for how many documents something was done."""

    def tidy_one(key: Key) -> bool:
        document = parse_document(services.table.get(key))  # the index only finds candidates
        if document is None or document.due_at is None or document.due_at > now:
            return False
        return _tidy(services, document, now)

    return work_through(services.table, DUE, now, tidy_one, left)


def _tidy(services: Services, document: Document, now: datetime) -> bool:
    """Return whether something was done."""
    waits = document.state in (S.EXPECTED, S.RECEIVED)
    again = states.looked_at_again(document, services.portal.policies.documents, now) if waits else None
    if again:
        _write(services, again)
        return False
    match document.state:
        case S.EXPECTED | S.REMOVED | S.REPLACED:
            _clear(services, document)
        case S.REJECTED:  # the row stays: it says why
            _delete_files(services, document)
            _write(services, document.replace(due_at=None))
        case S.RECEIVED:
            _ask_scanner(services, document, now)
    return True


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
    log.error("malware scan overdue", document=document.id)
    _write(services, document.replace(due_at=now + services.portal.policies.documents.scan_patience))


def _write(services: Services, document: Document) -> None:
    change = Change(services.ids.new())
    put_document(change, document)
    services.table.commit(change)
