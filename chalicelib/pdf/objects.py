"""The syntax of PDF (ISO 32000): values, objects, and the file that holds them."""

import hashlib
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # bytes that tell mail and transfer programs that it is no text


class Ref(NamedTuple):
    """Another object of the file, by its number."""

    number: int


class Name(NamedTuple):
    """A word of PDF's own."""

    text: str


Value = Any  # None, bool, int, float, str (as text), bytes, Ref, Name, lists and mappings of these


def written(value: Value) -> bytes:
    """Return a value as PDF writes it; raise TypeError for what it has no way to write."""
    match value:
        case None:
            return b"null"
        case bool():
            return b"true" if value else b"false"
        case int():
            return str(value).encode()
        case float():
            return f"{value:.3f}".rstrip("0").rstrip(".").encode()
    return _text(value) if isinstance(value, str | bytes) else _compound(value)


def _text(value: str | bytes) -> bytes:
    """Return a text as UTF-16 with its mark, bytes as they are; both in hexadecimal digits, so nothing is escaped."""
    raw = value if isinstance(value, bytes) else BOM_UTF16_BE + value.encode("utf-16-be")
    return b"<" + raw.hex().encode() + b">"


def _compound(value: Value) -> bytes:
    match value:
        case Ref(number):
            return f"{number} 0 R".encode()
        case Name(text):
            return f"/{text}".encode()
        case Mapping():
            members = b" ".join(b"/%s %s" % (name.encode(), written(member)) for name, member in value.items())
            return b"<<" + members + b">>"
        case Sequence():
            return b"[" + b" ".join(map(written, value)) + b"]"
    message = f"PDF has no {type(value).__name__}"
    raise TypeError(message)


class File:
    """A file in the making. Objects may refer to those that follow."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> Ref:
        """Return the number of an object that is written later."""
        self._bodies.append(b"null")
        return Ref(len(self._bodies))

    def put(self, ref: Ref, value: Value) -> Ref:
        self._bodies[ref.number - 1] = written(value)
        return ref

    def add(self, value: Value) -> Ref:
        return self.put(self.reserve(), value)

    def add_stream(self, content: bytes, **more: Value) -> Ref:
        """Add bytes, packed."""
        packed = zlib.compress(content, 9)
        about = {**more, "Filter": Name("FlateDecode"), "Length": len(packed)}
        ref = self.reserve()
        self._bodies[ref.number - 1] = written(about) + b"\nstream\n" + packed + b"\nendstream"
        return ref

    def whole(self, root: Ref, info: Ref) -> bytes:
        """Return the file. Its identity follows from its content: made again, it is the same to the byte."""
        body, places = bytearray(HEADER), []
        for number, content in enumerate(self._bodies, 1):
            places.append(len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        identity = hashlib.sha256(body).digest()[:16]
        trailer = {"Size": len(places) + 1, "Root": root, "Info": info, "ID": [identity, identity]}
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        start = len(body)
        body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
        return bytes(body + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (written(trailer), start))
