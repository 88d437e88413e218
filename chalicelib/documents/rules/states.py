"""State transitions of a document: each function returns it in its new state."""

from datetime import datetime

from chalicelib.documents.model import (
    Document,
    DocumentState,
    Folder,
    Opinion,
    RejectedFor,
    Scan,
    Upload,
    UploadRequest,
    Verdict,
)
from chalicelib.portal.documents import DocumentPolicy

S = DocumentState
CLEAN: Verdict = "NO_THREATS_FOUND"
INFECTED: Verdict = "THREATS_FOUND"
SCANNED: dict[Verdict, RejectedFor | None] = {  # GuardDuty's words -> why it is rejected
    "NO_THREATS_FOUND": None,
    "THREATS_FOUND": RejectedFor.INFECTED,
    "UNSUPPORTED": RejectedFor.NOT_SCANNABLE,
    "ACCESS_DENIED": RejectedFor.NOT_SCANNED,
    "FAILED": RejectedFor.NOT_SCANNED,
}
OVER = (S.REPLACED, S.REMOVED)
REVIEWABLE = (S.CLEAN, S.ACCEPTED, S.REFUSED)
# Kept before a confirmation, since a form can be used again; `tidy` asks the bucket for the others.
MOST_VERDICTS = 10


def has_lapsed(document: Document, now: datetime) -> bool:
    """Tell whether nothing came in time: then it is nothing, whenever it may be removed (SECURITY REL15, REL19)."""
    lapses_at = document.lapses_at or document.due_at
    return document.state is S.EXPECTED and lapses_at is not None and lapses_at <= now


def offered(key: str, folder: Folder, request: UploadRequest, now: datetime, policy: DocumentPolicy) -> Document:
    return Document(
        id=key,
        account=folder.account,
        folder=folder.name,
        **request._asdict(),
        offered_at=now,
        due_at=now + min(policy.scan_patience, policy.unclaimed),
        lapses_at=now + policy.unclaimed,
    )


def received(document: Document, upload: Upload, now: datetime, policy: DocumentPolicy) -> Document:
    """Return it as confirmed; its file waits for the scanner.

    It is looked at when it was to be looked at anyhow: so it keeps its place in the index, where each move costs.
    """
    due_at = min(document.due_at or now, now + policy.scan_patience)
    known = {"upload": upload, "uploaded_at": now, "due_at": due_at}
    return document.replace(state=S.RECEIVED, lapses_at=None, verdicts={}, **known)


def looked_at_again(document: Document, policy: DocumentPolicy, now: datetime) -> Document | None:
    """Return it with its next look, where the one that is due comes before it has lapsed or the scanner is late."""
    if document.state is S.EXPECTED:
        later = document.lapses_at
    else:
        later = document.uploaded_at + policy.scan_patience if document.uploaded_at else None
    return document.replace(due_at=later) if later and later > now else None


def rejected(document: Document, reason: RejectedFor, now: datetime) -> Document:
    """Return it as refused by ourselves; its file is to be deleted."""
    return document.replace(
        state=S.REJECTED, rejected_for=reason, uploaded_at=document.uploaded_at or now, kept=None, due_at=now
    )


def heard(document: Document, scan: Scan) -> Document:
    """Return what is expected with a verdict on one version of it; the worst is not taken back."""
    seen = document.verdicts.get(scan.version)
    is_news = len(document.verdicts) < MOST_VERDICTS if seen is None else scan.verdict == INFECTED != seen
    return document.replace(verdicts={**document.verdicts, scan.version: scan.verdict}) if is_news else document


def concerns(document: Document, scan: Scan) -> bool:
    """Tell whether a verdict changes the document: it is on the confirmed version, and not taken back by a later one.

    What was called clean and is found infected afterwards is withdrawn; what was rejected is never called clean.
    """
    if document.upload is None or document.upload.version != scan.version:
        return False
    return document.state is S.RECEIVED or (scan.verdict == INFECTED and document.is_served)


def scanned(document: Document, verdict: Verdict, kept: str | None, now: datetime) -> Document:
    """Return it after the scanner's word; `kept` is the version of what was put away for serving, if it is clean."""
    reason = SCANNED[verdict]
    return rejected(document, reason, now) if reason else document.replace(state=S.CLEAN, kept=kept, due_at=None)


def is_settled(document: Document) -> bool:
    """Tell whether it is not the person's to change any more."""
    return document.state in (S.ACCEPTED, *OVER)


def removed(document: Document, now: datetime) -> Document:
    return document.replace(state=S.REMOVED, due_at=now)


def replaced(document: Document, by: str, now: datetime) -> Document:
    """Return it as another took its place; what the staff have seen is kept for them."""
    return document.replace(state=S.REPLACED, replaced_by=by, due_at=None if document.reviewed_at else now)


def can_be_reviewed(document: Document) -> bool:
    return document.state in REVIEWABLE


def reviewed(document: Document, opinion: Opinion, by: str | None, now: datetime) -> Document:
    """Return it as accepted, or as refused for a reason; the last word counts."""
    state = S.REFUSED if opinion.refused_for else S.ACCEPTED
    return document.replace(state=state, refused_for=opinion.refused_for, reviewed_by=by, reviewed_at=now)
