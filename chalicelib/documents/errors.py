"""Errors of documents, with their messages: raised at once, or shown as the state of a document."""

from chalicelib.documents.model import RejectedFor
from chalicelib.errors import ErrorKind, RequestError
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.documents import DocumentPolicy


class FolderFull(RequestError):
    """No further file, or no further byte."""

    kind = ErrorKind.CONFLICT
    title = phrase("There is no room for another document")

    def __init__(self, policy: DocumentPolicy) -> None:
        super().__init__(
            phrase(
                "An application holds up to {files} documents and {size} MB together. Remove one that is not needed.",
                files=policy.max_files,
                size=megabytes(policy.max_folder_bytes),
            )
        )


class FileMissing(RequestError):
    """Nothing has come."""

    kind = ErrorKind.CONFLICT
    title = phrase("The file has not arrived")

    def __init__(self) -> None:
        super().__init__(phrase("Choose the file again and send it."))


class NotServed(RequestError):
    """It is being checked, or it was rejected: nobody opens it, staff neither (SECURITY SEC49)."""

    kind = ErrorKind.CONFLICT
    title = phrase("This document can’t be opened")

    def __init__(self) -> None:
        super().__init__(phrase("Only documents that have been checked and found clean can be opened."))


class DocumentUnchangeable(RequestError):
    """It was accepted, or is over: nothing changes it any more."""

    kind = ErrorKind.CONFLICT
    title = phrase("This document can’t be changed")

    def __init__(self) -> None:
        super().__init__(phrase("It has been accepted, replaced or removed."))


def why_rejected(reason: RejectedFor, policy: DocumentPolicy) -> Phrase:
    """Return why a document was rejected, and what to do about it."""
    words = REASONS[reason]
    known = {
        "pages": policy.max_pages,
        "size": megabytes(policy.max_bytes),
        "total": megabytes(policy.max_folder_bytes),
    }
    return Phrase(words.text, {name: known[name] for name in known if f"{{{name}}}" in words.text})


def megabytes(count: int) -> int:
    return count // 10**6


REASONS = {
    RejectedFor.EMPTY: phrase("The file is empty. Send it again."),
    RejectedFor.TOO_LARGE: phrase("The file is larger than {size} MB. Send a smaller one."),
    RejectedFor.FOLDER_FULL: phrase("With this file, the documents are larger than {total} MB together."),
    RejectedFor.UNKNOWN_TYPE: phrase(
        "This kind of file is not accepted, whatever its name says. Send a PDF or a photo."
    ),
    RejectedFor.OTHER_EXTENSION: phrase("The file’s name says that it is something else than it is. Rename it."),
    RejectedFor.UNREADABLE: phrase("The file is damaged or incomplete. Save it again, then send it."),
    RejectedFor.ARCHIVE: phrase("The file contains other files. Send each of them by itself."),
    RejectedFor.ENCRYPTED: phrase("The file is protected by a password. Send it without protection."),
    RejectedFor.TOO_MANY_PAGES: phrase("The file has more than {pages} pages. Send it in parts."),
    RejectedFor.TOO_MANY_PIXELS: phrase("The image is too large. Send it with fewer pixels."),
    RejectedFor.TOO_COMPLEX: phrase("The PDF is too complex to be checked. Print it to a new PDF, and send that one."),
    RejectedFor.HAS_SCRIPTS: phrase("The PDF contains scripts. Print it to a new PDF, and send that one."),
    RejectedFor.STARTS_PROGRAMS: phrase("The PDF starts another program. Print it to a new PDF, and send that one."),
    RejectedFor.HAS_ATTACHMENTS: phrase(
        "Other files are attached to the PDF. Print it to a new PDF, and send each attachment by itself."
    ),
    RejectedFor.ACTS_BY_ITSELF: phrase(
        "The PDF does something by itself when it is opened. Print it to a new PDF, and send that one."
    ),
    RejectedFor.INFECTED: phrase("Malicious software was found in the file. Nobody can open it, and it is deleted."),
    RejectedFor.NOT_SCANNABLE: phrase("The file could not be checked for malicious software. Save it otherwise."),
    RejectedFor.NOT_SCANNED: phrase("The check of the file failed. Send it again."),
}
