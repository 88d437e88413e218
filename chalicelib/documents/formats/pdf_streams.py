"""Streams of objects in a PDF: where newer files keep their pages, and where anything else can hide.

The data of a stream ends at the next word « stream », so that no byte is unpacked twice. What has to be looked into
and can't be is a fault, never passed over.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from chalicelib.documents.formats.errors import TooComplex, Unreadable
from chalicelib.documents.formats.pdf_names import Names
from chalicelib.portal.documents import PdfPolicy

_WORD, _CLOSING, _BLANKS = b"stream", b"end", b"\x00\t\n\x0c\r "
_OPENING = re.compile(rb"stream([^\r\n]{0,80})(?:\r\n|\r|\n)")  # readers skip the rest of the line
_TYPE = b"/ObjStm"
_FIRST = re.compile(rb"/First\s{1,99}\d{1,10}(?!\d|\s{1,99}\d{1,5}\s{1,99}R)")  # that of outlines is a reference
_MAYBE = (b"/First", b"/N")  # some readers need no more, but what stands before another stream may have both
_OTHERWISE = re.compile(rb"/(?:LZW|ASCII|RunLength|Crypt|DecodeParms(?!\s{0,99}null)|DP(?![A-Za-z0-9]))")
_PACKED = b"/Filter"
_INDEX = re.compile(rb"\s{0,99}[\d%]")  # it begins with the numbers of its objects
_PEEK = 256


class _Stream(NamedTuple):
    """A stream's data, and what stands between the stream before and this one."""

    before: bytes
    data: memoryview
    is_whole: bool


def object_streams(content: bytes, written: bytes, names: Names, policy: PdfPolicy) -> Iterator[bytes]:
    """Yield what each packed stream of objects holds. `written` is the content with its names written out.

    Raise TooComplex for more streams or bytes than the policy lets be looked into, and Unreadable for a stream that is
    packed in an unusual way, is not whole, or is announced and was not found.
    """
    announced = max(written.count(_TYPE), _count_first(written))
    left = policy.max_unpacked_bytes
    for stream in _streams(content, names, policy.max_streams):
        is_sure = _TYPE in stream.before or _FIRST.search(stream.before) is not None
        announced -= is_sure
        objects = _sure_objects(stream, left) if is_sure else _likely_objects(stream, left)
        if objects:
            left -= len(objects)
            yield objects
    if announced > 0:
        raise Unreadable


def _count_first(written: bytes) -> int:
    return sum(1 for _ in _FIRST.finditer(written)) if _MAYBE[0] in written else 0


def _streams(content: bytes, names: Names, most: int) -> Iterator[_Stream]:
    if content.count(_WORD) > 2 * most:
        raise TooComplex
    words = [found.start() for found in re.finditer(_WORD, content)]
    last = 0
    for at, following in pairwise([*words, len(content)]):
        start = _data_start(content, at)
        if start is not None:
            is_whole = content[following - len(_CLOSING) : following] == _CLOSING
            yield _Stream(names.written_out(content[last:at]), memoryview(content)[start:following], is_whole)
        if start is not None or content[at - len(_CLOSING) : at] == _CLOSING:
            last = at + len(_WORD)


def _data_start(content: bytes, at: int) -> int | None:
    """Return where the data of the stream begins that the word at `at` opens; None where it is another word."""
    before = content[max(0, at - 80) : at]
    line = _OPENING.match(content, at)
    if line is None or before[-1:].isalnum():
        return None
    is_usual = not line[1].strip(_BLANKS) or before.rstrip(_BLANKS).endswith(b">>")
    return line.end() if is_usual else None


def _sure_objects(stream: _Stream, left: int) -> bytes:
    """Return what it holds: nothing if it is not packed, since all of the file is looked at anyway."""
    if _PACKED not in stream.before:
        return b""
    if _OTHERWISE.search(stream.before) or not stream.is_whole:
        raise Unreadable
    try:
        return _unpacked(stream.data, left)
    except zlib.error as error:
        raise Unreadable from error


def _likely_objects(stream: _Stream, left: int) -> bytes:
    """Return what it holds if it reads like objects; whatever else it may be, it is no fault."""
    if not all(name in stream.before for name in _MAYBE):
        return b""
    try:
        begins = zlib.decompressobj().decompress(stream.data[:_PEEK], _PEEK)
        return _unpacked(stream.data, left) if _INDEX.match(begins) else b""
    except (zlib.error, Unreadable):
        return b""


def _unpacked(data: memoryview, left: int) -> bytes:
    inflater = zlib.decompressobj()
    objects = inflater.decompress(data, left + 1)
    if len(objects) > left:
        raise TooComplex
    if not inflater.eof:
        raise Unreadable
    return objects
