"""Inspects a PDF without a PDF library: is it whole, is it locked, what does it hold? (docs/decisions/0134).

Nothing is followed and nothing recursive, so the work is bounded by what the policy lets be looked into, whatever a
stranger sends (SECURITY SEC52).
"""

from chalicelib.documents.formats.errors import Unreadable
from chalicelib.documents.formats.pdf_names import Names, PdfHolding
from chalicelib.documents.formats.pdf_streams import object_streams
from chalicelib.portal.documents import PdfPolicy

_HEADER, _END = b"%PDF-", b"%%EOF"
_TAIL = 1024  # bytes at the end in which readers look for the mark of the end


def is_pdf(content: bytes) -> bool:
    return content.startswith(_HEADER)


def is_whole(content: bytes) -> bool:
    """Tell whether it ends as a PDF does, with nothing of its own behind."""
    return _END in content[-_TAIL:]


def inspect(content: bytes, policy: PdfPolicy, most_pages: int) -> PdfHolding | None:
    """Return what it holds; None where a password locks it. Raise TooComplex, or Unreadable.

    Pages that were saved again count again: an upper bound, for a file that never was edited the number itself. No
    more than one above `most_pages` are counted.
    """
    if not is_whole(content):
        raise Unreadable
    names = Names(policy.max_looks, most_pages + 1)
    written = names.written_out(content)
    if names.is_locked(written):
        return None
    names.examine(written)
    for objects in object_streams(content, written, names, policy):
        names.examine(names.written_out(objects))
    return names.seen
