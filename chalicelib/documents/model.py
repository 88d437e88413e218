"""A document: a requested file, from its upload form to its review by staff."""

from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field

from chalicelib.portal.documents import FileType
from chalicelib.record import Record

DUE = "documents"  # kind of due work


class Folder(NamedTuple):
    """What documents belong to, in someone's account; `name` is the sort key of its row: `APPLICATION#123456789`."""

    account: str
    name: str


class DocumentState(StrEnum):
    """Where a document stands."""

    EXPECTED = "expected"  # it may be sent; nothing is confirmed yet
    RECEIVED = "received"  # confirmed, and being checked for malware
    CLEAN = "clean"
    ACCEPTED = "accepted"  # by staff
    REFUSED = "refused"  # by staff, who say why
    REJECTED = "rejected"  # by a check of ours: nobody opens it
    REPLACED = "replaced"
    REMOVED = "removed"


class RejectedFor(StrEnum):
    """What a check of ours found; `problems.REASONS` says it to people."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    FOLDER_FULL = "folder-full"
    UNKNOWN_TYPE = "unknown-type"
    OTHER_EXTENSION = "other-extension"
    UNREADABLE = "unreadable"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_COMPLEX = "too-complex"
    HAS_SCRIPTS = "has-scripts"
    STARTS_PROGRAMS = "starts-programs"
    HAS_ATTACHMENTS = "has-attachments"
    ACTS_BY_ITSELF = "acts-by-itself"
    INFECTED = "infected"
    NOT_SCANNABLE = "not-scannable"  # the scanner can't look into it
    NOT_SCANNED = "not-scanned"  # the scanner failed


Verdict = Literal["NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"]  # GuardDuty's own


class Scan(Record):
    """What the scanner says of one version of one object."""

    key: str
    version: str
    verdict: Verdict


class UploadRequest(NamedTuple):
    """A document that is to be sent: what it is, whose place it takes, and who of the staff sends it, if anyone."""

    slot: str
    replaces: str | None = None
    by: str | None = None


class Opinion(NamedTuple):
    """What one of the staff says of a document: refused for a reason, or accepted where there is none."""

    refused_for: str | None = None


class UploadForm(NamedTuple):
    """What a browser posts to the bucket, with the file last; it works until `ends_at`, and once is enough."""

    url: str
    fields: dict[str, str]
    largest: int  # bytes of the file
    ends_at: datetime


class Upload(Record):
    """What was confirmed: this version of the object and no other (SECURITY SEC48)."""

    version: str
    etag: str
    sha256: str
    size: int
    name: str  # of the file, as it may be shown and saved
    type: FileType


class Document(Record):
    """One file, from one form. Another file, or the same one sent again, is another document."""

    id: str
    account: str
    folder: str
    slot: str  # the key of what was asked for
    by: str | None = None  # who of the staff sends it; None: the person does
    replaces: str | None = None
    offered_at: datetime
    state: DocumentState = DocumentState.EXPECTED
    version: int = 0  # how often the row was written
    due_at: datetime | None = None  # when `tidy` looks at it
    lapses_at: datetime | None = None  # when what is expected is nothing any more

    # By version: what the scanner said before the upload was confirmed.
    verdicts: dict[str, Verdict] = Field(default_factory=dict)
    upload: Upload | None = None
    sent_as: str | None = None  # what a file was called that failed our checks, to say which it was
    uploaded_at: datetime | None = None
    kept: str | None = None  # the version of the copy that is served
    rejected_for: RejectedFor | None = None
    refused_for: str | None = None  # in the words of the staff
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def place(self) -> Folder:
        return Folder(self.account, self.folder)

    @property
    def size(self) -> int:
        return self.upload.size if self.upload else 0

    @property
    def is_in_hand(self) -> bool:
        """Whether it counts as handed in; a submission need not wait for the scanner."""
        return self.state in (DocumentState.RECEIVED, DocumentState.CLEAN, DocumentState.ACCEPTED)

    @property
    def is_shown(self) -> bool:
        return self.state not in (DocumentState.EXPECTED, DocumentState.REPLACED, DocumentState.REMOVED)

    @property
    def is_served(self) -> bool:
        """Whether it can be opened: never what was not found clean, by staff neither (SECURITY SEC49)."""
        return self.kept is not None and self.state is not DocumentState.REMOVED
