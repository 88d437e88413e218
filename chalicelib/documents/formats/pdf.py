"""Inspects a PDF without a PDF library: whether it is complete or encrypted, and its number of pages.

A library would parse whatever a stranger sends, in Python, to learn three things; here nothing is followed, nothing
recursive, and what is inflated is bounded (SECURITY SEC52).
"""

import re
import zlib
from collections.abc import Iterator

_HEADER, _END = b"%PDF-", b"%%EOF"
_TAIL = 1024  # bytes at the end in which readers look for the mark of the end
_LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PAGE = re.compile(rb"/Type\s*/Page\b")  # not /Pages
_OBJECTS = re.compile(rb"/ObjStm\b.{0,512}?\bstream\r?\n", re.DOTALL)  # where newer files hide their page tree


def is_pdf(content: bytes) -> bool:
    return content.startswith(_HEADER)


def is_whole(content: bytes) -> bool:
    """Tell whether it ends as a PDF does, with nothing of its own behind."""
    return _END in content[-_TAIL:]


def is_locked(content: bytes) -> bool:
    return _LOCK.search(content) is not None


def count_pages(content: bytes, inflated: int) -> int:
    """Return how many page objects there are; `inflated` bounds the bytes that are unpacked to see.

    Pages that were saved again count again: an upper bound, for a file that never was edited the number itself.
    """
    return sum(len(_PAGE.findall(part)) for part in (content, *_object_streams(content, inflated)))


def _object_streams(content: bytes, left: int) -> Iterator[bytes]:
    for found in _OBJECTS.finditer(content):
        if left <= 0:
            return
        objects = _inflate(content, found.end(), left)
        left -= len(objects)
        yield objects


def _inflate(content: bytes, start: int, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(memoryview(content)[start:], limit)
    except zlib.error:
        return b""  # packed otherwise: its pages are not counted, and a file without pages is refused
