"""QR codes, as SVG for pages and as modules for PDF files."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

MASK = 0  # readers take any of the eight; to find the one that looks best costs seven times the code itself
EDGE = 4  # white squares on each side, which cameras need
BLACK = re.compile(b"\x01+")


def svg(text: str) -> str:
    """Return an SVG element of it, to stand in a page: black on white whatever the page's colours, for cameras."""
    rows = _code(text).matrix
    size, lines = len(rows) + 2 * EDGE, "".join(_lines(rows))
    return (
        f'<svg viewBox="0 0 {size} {size}" class="app-qr">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path stroke="#000" d="{lines}"/></svg>'
    )


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return its squares row by row, True where one is black, with the white edge."""
    return tuple(tuple(bool(square) for square in row) for row in _code(text).matrix_iter(border=EDGE))


def _code(text: str) -> "QRCode":
    import segno  # noqa: PLC0415 -- one page and one paper only

    return segno.make_qr(text, mask=MASK)


def _lines(rows: tuple[bytearray, ...]) -> Iterator[str]:
    """Yield a line through the middle of each run of black squares."""
    for down, row in enumerate(rows, EDGE):
        for run in BLACK.finditer(row):
            left, right = run.span()
            yield f"M{left + EDGE} {down}.5h{right - left}"
