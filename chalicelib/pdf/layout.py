"""Paper: its size, its margins, and where a line ends. Everything is in points, 72 to the inch."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.pdf.fonts import font

PAGE = WIDTH, HEIGHT = 612, 792  # letter, as Canada has it
LEFT, RIGHT, TOP, BOTTOM = 57, WIDTH - 57, 50, 57
GAP = 8  # between columns
LEADING, SPACE = 1.35, 0.5  # from line to line, and between paragraphs: in sizes


class Style(NamedTuple):
    """A font and its size."""

    font: str
    size: float

    @property
    def leading(self) -> float:
        return self.size * LEADING

    @property
    def space(self) -> float:
        return self.size * SPACE

    def width(self, text: str) -> float:
        return font(self.font).width(text) * self.size


def broken(style: Style, text: str, width: float) -> list[str]:
    """Return a text in lines of at most this width, broken at spaces; a word that is too long is cut."""
    return [line for part in text.split("\n") for line in _broken(style, part, width)]


def widths(style: Style, numbers: Sequence[Sequence[str]]) -> list[float]:
    """Return columns as wide as their numbers; those that have none share what is left."""
    needed = [max(map(style.width, column)) for column in zip(*numbers, strict=True)]
    wide = [width + GAP if width else 0.0 for width in needed]
    left = (RIGHT - LEFT - sum(wide)) / max(wide.count(0.0), 1)
    return [width or left for width in wide]


def drawn(black: Sequence[Sequence[bool]], side: float, left: float, top: float) -> str:
    """Return the drawing of black squares, so many to a side, with its upper left corner there."""
    one = side / len(black)
    return (
        " ".join(
            f"{left + column * one:.3f} {top - (row + 1) * one:.3f} {one:.3f} {one:.3f} re"
            for row, line in enumerate(black)
            for column, is_black in enumerate(line)
            if is_black
        )
        + " 0 g f"
    )


def _broken(style: Style, text: str, width: float) -> list[str]:
    lines = [""]
    for word in (piece for each in text.split(" ") for piece in _cut(style, each, width)):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if style.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(style: Style, word: str, width: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and style.width(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces
