"""Rules for the content of files: type by its bytes, and the portal's limits (SECURITY SEC47, SEC52)."""

from chalicelib.documents.formats import images, pdf
from chalicelib.documents.formats.archive import is_archive
from chalicelib.documents.formats.errors import TooComplex, Unreadable
from chalicelib.documents.formats.pdf_names import PdfHolding
from chalicelib.documents.model import RejectedFor
from chalicelib.documents.rules.names import EXTENSIONS, extension_of, shown_name
from chalicelib.portal.documents import DocumentPolicy, FileType, PdfContent

REFUSED: dict[PdfContent, RejectedFor] = {
    "scripts": RejectedFor.HAS_SCRIPTS,
    "programs": RejectedFor.STARTS_PROGRAMS,
    "attachments": RejectedFor.HAS_ATTACHMENTS,
    "automatic-actions": RejectedFor.ACTS_BY_ITSELF,
}


def type_of(content: bytes) -> FileType | None:
    """Return what the first bytes say it is."""
    if pdf.is_pdf(content):
        return "pdf"
    if images.is_png(content):
        return "png"
    return "jpeg" if images.is_jpeg(content) else None


def fault_in(content: bytes, name: str, policy: DocumentPolicy) -> RejectedFor | None:
    """Return why the file can't be taken; None where it can. `name` is the one that its sender gave it."""
    if not content:
        return RejectedFor.EMPTY
    file_type = type_of(content)
    if file_type is None or file_type not in policy.types:
        return RejectedFor.UNKNOWN_TYPE
    if extension_of(shown_name(name)) not in ("", *EXTENSIONS[file_type]):
        return RejectedFor.OTHER_EXTENSION
    if is_archive(content):
        return RejectedFor.ARCHIVE
    return _fault_in_pdf(content, policy) if file_type == "pdf" else _fault_in_image(content, file_type, policy)


def _fault_in_pdf(content: bytes, policy: DocumentPolicy) -> RejectedFor | None:
    try:
        seen = pdf.inspect(content, policy.pdf, policy.max_pages)
    except TooComplex:
        return RejectedFor.TOO_COMPLEX
    except Unreadable:
        return RejectedFor.UNREADABLE
    return _fault_in_what_it_holds(seen, policy) if seen else RejectedFor.ENCRYPTED


def _fault_in_what_it_holds(seen: PdfHolding, policy: DocumentPolicy) -> RejectedFor | None:
    if seen.pages == 0:
        return RejectedFor.UNREADABLE
    if seen.pages > policy.max_pages:
        return RejectedFor.TOO_MANY_PAGES
    return next((REFUSED[each] for each in policy.pdf.refused if each in seen.contents), None)


def _fault_in_image(content: bytes, file_type: FileType, policy: DocumentPolicy) -> RejectedFor | None:
    size = images.png_size(content) if file_type == "png" else images.jpeg_size(content)
    if size is None or size.pixels == 0:
        return RejectedFor.UNREADABLE
    return RejectedFor.TOO_MANY_PIXELS if size.pixels > policy.max_pixels else None
