"""Sending a document: a form for one file, the look at what came, the confirmation (REQUIREMENTS F3).

`work` is the caller's. A confirmation is committed with the row of what the folder belongs to: so a document never
races with a submission, and two documents never take the same room. A form alone is nothing yet: a write of its own.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from chalicelib.activities.model import write_activity
from chalicelib.cloud.files import Stored
from chalicelib.documents.actions.find import list_documents, named
from chalicelib.documents.actions.scans import after_scan, take_place
from chalicelib.documents.errors import DocumentUnchangeable, FileMissing, FolderFull
from chalicelib.documents.model import (
    Document,
    DocumentState,
    Folder,
    RejectedFor,
    Upload,
    UploadForm,
    UploadRequest,
    Verdict,
)
from chalicelib.documents.rules import quota, states
from chalicelib.documents.rules.content import fault_in, type_of
from chalicelib.documents.rules.names import cut_name, tidy_name
from chalicelib.documents.storage import add_document, object_key, put_document
from chalicelib.limits.actions import spend
from chalicelib.limits.model import current
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

_CHECKS = "document-checks"


def offer_upload(work: UnitOfWork, folder: Folder, request: UploadRequest) -> Document:
    """Promise room for a document. Raise FolderFull, or DocumentUnchangeable where staff accepted what it replaces."""
    documents = list_documents(work.services, folder, work.now)
    if request.replaces and states.is_settled(named(documents, request.replaces)):
        raise DocumentUnchangeable
    policy = work.services.portal.policies.documents
    if not quota.room_left(quota.beside(documents, request.replaces), policy, work.now):
        raise FolderFull(policy)
    document = states.offered(work.services.ids.new(), folder, request, work.now, policy)
    add_document(work, document)
    return document


def upload_form(services: Services, document: Document, now: datetime, back: str | None) -> UploadForm:
    """Sign a form for the document's file. S3 sends a browser to `back` afterwards; None is for programs."""
    policy = services.portal.policies.documents
    form = services.files.form(object_key(document), policy.max_bytes, policy.form_lifetime, back)
    return UploadForm(form.url, form.fields, policy.max_bytes, now + policy.form_lifetime)


def arrived(services: Services, document: Document) -> Stored | None:
    """Return what came so far, not yet checked; None where nothing did, or where it is confirmed already."""
    return services.files.find(object_key(document)) if document.state is DocumentState.EXPECTED else None


def confirm_upload(work: UnitOfWork, folder: Folder, key: str) -> Document:
    """Take what came: this version and no later one (SECURITY SEC48).

    Raise FileMissing where nothing did, and TooMany where the account's checks are spent. A check is counted by itself
    and before it begins: so one that is cut short by the end of its function is not free again.

    What does not pass our checks is taken as rejected, which the person sees with the reason. What was confirmed
    already is returned as it stands, and nothing is added to the change.
    """
    documents = list_documents(work.services, folder, work.now)
    document = named(documents, key)
    if document.state is not DocumentState.EXPECTED:
        return document
    found = arrived(work.services, document)
    if found is None:
        raise FileMissing
    received = _checked(work.services, document, documents, found, work.now)
    checked = _scanned(work.services, received, document.verdicts, work.now)
    put_document(work, checked)
    take_place(work, checked)
    kind = "document-rejected" if checked.rejected_for else "document-added"
    write_activity(work, folder.account, kind, folder.name)
    return checked


def _checked(services: Services, document: Document, others: list[Document], found: Stored, now: datetime) -> Document:
    """Return it as received, or as rejected for its size or content (SECURITY SEC47, SEC52)."""
    policy, named_so = services.portal.policies.documents, document.replace(sent_as=cut_name(found.name))
    if found.size > policy.max_bytes:
        return states.rejected(named_so, RejectedFor.TOO_LARGE, now)
    here = quota.using_room(quota.beside(others, document.replaces), now)
    if quota.is_full(here, policy) or found.size > quota.largest(here, policy):
        return states.rejected(named_so, RejectedFor.FOLDER_FULL, now)
    spend(services, current(_CHECKS, document.account, policy.checks, now), now)
    content = services.files.read(object_key(document), found.version)
    fault, file_type = fault_in(content, found.name, policy), type_of(content)
    if fault or file_type is None:
        return states.rejected(named_so, fault or RejectedFor.UNKNOWN_TYPE, now)
    upload = Upload(
        version=found.version,
        etag=found.etag,
        sha256=sha256(content).hexdigest(),
        size=found.size,
        name=tidy_name(found.name, document.slot, file_type),
        type=file_type,
    )
    return states.received(document, upload, now, policy)


def _scanned(services: Services, document: Document, said: Mapping[str, Verdict], now: datetime) -> Document:
    """Return it after what the scanner has said already: it does not wait for people to confirm (SECURITY REL17)."""
    verdict = said.get(document.upload.version) if document.upload else None
    return after_scan(services, document, document.upload, verdict, now) if document.upload and verdict else document
