"""Response models of documents: rendered by the macros of `documents.html`, sent as JSON to programs."""

from datetime import datetime

from chalicelib.cloud.files import Stored
from chalicelib.documents.errors import why_rejected
from chalicelib.documents.model import Document, DocumentState, UploadForm
from chalicelib.documents.rules.names import EXTENSIONS, shown_name
from chalicelib.documents.rules.states import is_settled
from chalicelib.i18n.formats import file_size
from chalicelib.portal.documents import FileType
from chalicelib.record import Record
from chalicelib.web.request import Request


class DocumentShown(Record):
    """One document as it stands; `reason` is why it was rejected or refused, and what to do about it."""

    id: str
    slot: str
    name: str | None
    type: FileType | None
    size: int
    said_size: str
    state: DocumentState
    reason: str | None
    uploaded_at: datetime | None
    by_staff: bool
    can_be_opened: bool
    can_be_changed: bool  # by who sent it


class SlotShown(Record):
    """What is asked for, and what there is of it. `sender` is who sends it where the person doesn't (F4)."""

    key: str
    label: str
    hint: str | None
    required: bool
    sender: str | None
    is_filled: bool
    documents: tuple[DocumentShown, ...]


class ArrivedFile(Record):
    """A file that came, and is not confirmed."""

    name: str
    size: int
    said_size: str


class UploadPage(Record):
    """Where a file is sent: `fields` go to `url` as multipart/form-data with the file last, in the field `file`."""

    document: str
    label: str  # of what is asked for
    url: str
    fields: dict[str, str]
    ends_at: datetime
    largest: int
    said_largest: str
    types: tuple[FileType, ...]
    extensions: tuple[str, ...]
    arrived: ArrivedFile | None


def document_shown(request: Request, document: Document) -> DocumentShown:
    upload, policy = document.upload, request.portal.policies.documents
    rejected = document.rejected_for and request.words(why_rejected(document.rejected_for, policy))
    return DocumentShown(
        id=document.id,
        slot=document.slot,
        name=upload.name if upload else document.sent_as,
        type=upload.type if upload else None,
        size=document.size,
        said_size=file_size(document.size, request.language),
        state=document.state,
        reason=rejected or document.refused_for,
        uploaded_at=document.uploaded_at,
        by_staff=document.by is not None,
        can_be_opened=document.is_served,
        can_be_changed=not is_settled(document),
    )


def upload_shown(
    request: Request, document: Document, label: str, form: UploadForm, arrived: Stored | None
) -> UploadPage:
    """Return the page on which a document's file is sent, or kept once it came."""
    types = request.portal.policies.documents.types
    return UploadPage(
        document=document.id,
        label=label,
        url=form.url,
        fields=form.fields,
        ends_at=form.ends_at,
        largest=form.largest,
        said_largest=file_size(form.largest, request.language),
        types=types,
        extensions=tuple(f".{extension}" for each in types for extension in EXTENSIONS[each]),
        arrived=_arrived(request, document, arrived) if arrived else None,
    )


def _arrived(request: Request, document: Document, file: Stored) -> ArrivedFile:
    size = file_size(file.size, request.language)
    return ArrivedFile(name=shown_name(file.name) or document.slot, size=file.size, said_size=size)
