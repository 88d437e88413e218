"""Names in a PDF as a reader understands them: `/#45ncrypt` is `/Encrypt`, `/J#61vaScript` is `/JavaScript`.

What a PDF does is told by names, wherever they stand in it: no table of objects is followed, since what one reader
skips, another one runs. A text may hold the same letters, as « HTML/JavaScript » does: what makes a name is around it.
"""

import re
from itertools import islice
from typing import NamedTuple

from chalicelib.documents.formats.errors import TooComplex
from chalicelib.portal.documents import PdfContent

_ESCAPE = re.compile(rb"#(?:[46][1-9A-Fa-f]|[57][0-9Aa])")
_ESCAPES = (b"#4", b"#5", b"#6", b"#7")
_REFERENCE = rb"\d{1,10}\s{1,99}\d{1,5}\s{1,99}R"
_END = rb"(?![A-Za-z0-9])"


class _Sign(NamedTuple):
    """A name, and what comes around it where it is one. A short name comes by chance, or often: each one is counted."""

    name: bytes
    around: re.Pattern[bytes]

    @property
    def is_short(self) -> bool:
        return len(self.name) < len(b"/Launch")


def _sign(name: bytes, after: bytes = _END) -> _Sign:
    return _Sign(name, re.compile(name + after))


def _with_value(name: bytes, kinds: bytes = rb"<<|\[|%") -> _Sign:
    return _sign(name, rb"\s{0,99}(?:%s|%s)" % (kinds, _REFERENCE))


_LOCK = _with_value(b"/Encrypt")
_PAGE = _sign(b"/Type", rb"\s{0,99}/Page" + _END)  # not /Pages
_SCRIPT, _CODE = _sign(b"/JavaScript"), _with_value(b"/JS", rb"[(<%]")
_SIGNS: tuple[tuple[PdfContent, _Sign], ...] = (
    ("scripts", _with_value(b"/XFA")),  # a form that is a program of its own
    ("programs", _sign(b"/Launch", _END + rb"(?:(?<![A-Za-z0-9]/Launch)|(?<=/S/Launch)|(?<=obj/Launch))")),
    ("attachments", _sign(b"/EmbeddedFile")),
    ("attachments", _with_value(b"/EF")),
    ("attachments", _sign(b"/FileAttachment")),
    ("attachments", _sign(b"/RichMedia")),
    ("automatic-actions", _with_value(b"/AA")),
)


class PdfHolding(NamedTuple):
    """What a PDF holds; `pages` counts its page objects, as far as was asked."""

    pages: int
    contents: frozenset[PdfContent]


class Names:
    """Looks for names in the parts of one PDF, closely at `looks` places at most: raises TooComplex beyond.

    No maker of files escapes letters or writes a short name often: a whole file of them is there to burn time.
    """

    def __init__(self, looks: int, pages: int) -> None:
        """`pages` is how many of them are counted."""
        self._looks = looks
        self._pages_left = self._most_pages = pages
        self._found: set[_Sign] = set()

    @property
    def seen(self) -> PdfHolding:
        """What all parts hold together."""
        contents = {content for content, sign in _SIGNS if sign in self._found}
        if {_SCRIPT, _CODE} <= self._found:  # an action has both
            contents.add("scripts")
        return PdfHolding(self._most_pages - self._pages_left, frozenset(contents))

    def written_out(self, part: bytes) -> bytes:
        """Return the part with its escaped letters as letters."""
        count = sum(part.count(escape) for escape in _ESCAPES)
        self._spend(count)
        return _ESCAPE.sub(_unescaped, part) if count else part

    def examine(self, written: bytes) -> None:
        if _may_hold(written, _PAGE):
            self._pages_left -= sum(1 for _ in islice(_PAGE.around.finditer(written), self._pages_left))
        for sign in (_SCRIPT, _CODE, *(sign for _, sign in _SIGNS)):
            if self._is_in(written, sign):
                self._found.add(sign)

    def is_locked(self, written: bytes) -> bool:
        return self._is_in(written, _LOCK)

    def _is_in(self, written: bytes, sign: _Sign) -> bool:
        if not _may_hold(written, sign):
            return False
        if sign.is_short:
            self._spend(written.count(sign.name))
        return sign.around.search(written) is not None

    def _spend(self, count: int) -> None:
        self._looks -= count
        if self._looks < 0:
            raise TooComplex


def _may_hold(written: bytes, sign: _Sign) -> bool:
    """Search for the name without its stroke, which is quick however many strokes there are."""
    return sign.name[1:] in written


def _unescaped(escaped: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escaped[0][1:].decode())
