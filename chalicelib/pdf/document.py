"""A document: what it says, in reading order, laid out on pages and tagged as it goes (PDF/UA, ISO 14289).

What is only seen, such as a line, is marked as nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.pdf.fonts import font
from chalicelib.pdf.layout import BOTTOM, GAP, HEIGHT, LEFT, PAGE, RIGHT, TOP, Style, broken, drawn, widths
from chalicelib.pdf.metadata import metadata
from chalicelib.pdf.objects import File, Name, Ref
from chalicelib.pdf.tree import Element, put_tree

BODY, STRONG = Style("NotoSans-Regular", 10), Style("NotoSans-Bold", 10)
BELOW = 3  # lines that follow a heading on its page
HEADINGS = {1: Style("NotoSans-Bold", 17), 2: Style("NotoSans-Bold", 12)}


class About(NamedTuple):
    """What a file is called, whose it is, in which language it is, and when it was made: `D:20260302`."""

    title: str
    author: str
    lang: str
    made_on: str


class Cell(NamedTuple):
    """A cell of a table; a number stands at its right."""

    text: str
    is_number: bool = False


Row = Sequence[Cell]


class PdfDocument:
    """Filled from the top to the bottom; a page is added where one is full."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._pages: list[list[bytes]] = [[]]
        self._marks: list[list[Element]] = [[]]
        self._tree = Element("Document")
        self._used: dict[str, set[str]] = {BODY.font: set(), STRONG.font: set()}
        self._y: float = HEIGHT - TOP

    # --- what it says ---

    def heading(self, level: int, text: str, lang: str | None = None) -> None:
        self._y -= HEADINGS[level].space
        self._room(HEADINGS[level].leading + BELOW * BODY.leading)
        self._flow(Element(f"H{level}", lang), text, HEADINGS[level])

    def paragraph(self, text: str, lang: str | None = None, style: Style = BODY) -> None:
        self._flow(Element("P", lang), text, style)
        self._y -= style.space

    def table(self, head: Row, rows: Sequence[Row], foot: Row, lang: str) -> None:
        """Add a table of which the last columns are numbers, as wide as they need; the rest is for text."""
        table = self._tree.add(Element("Table", lang))
        wide = widths(STRONG, [[cell.text if cell.is_number else "" for cell in row] for row in (head, *rows, foot)])
        self._row(table, head, wide, STRONG, is_head=True)
        for row in rows:
            self._row(table, row, wide, BODY)
        self._row(table, foot, wide, STRONG)
        self._y -= BODY.space

    def _row(self, table: Element, row: Row, wide: list[float], style: Style, *, is_head: bool = False) -> None:
        texts = [broken(style, cell.text, width - GAP) for cell, width in zip(row, wide, strict=True)]
        lines = max(map(len, texts))
        self._room(lines * style.leading)
        top, x, above = self._y, float(LEFT), table.add(Element("TR"))
        for cell, parts, width in zip(row, texts, wide, strict=True):
            element = above.add(Element("TH", scope="Column") if is_head else Element("TD"))
            self._y = top
            for text in parts:
                self._y -= style.leading
                indent = width - GAP - style.width(text) if cell.is_number else 0
                self._write(element, text, style, x + indent)
            x += width
        self._y = top - lines * style.leading - style.space
        self._rule()

    def squares(self, black: Sequence[Sequence[bool]], side: float, alt: str, lang: str) -> None:
        """Draw a picture of black squares, such as a QR code, `side` high and wide; `alt` is said instead of it."""
        self._room(side)
        figure = self._tree.add(Element("Figure", lang, alt=alt))
        figure.box = (LEFT, self._y - side, LEFT + side, self._y)
        self._mark(figure, drawn(black, side, LEFT, self._y))
        self._y -= side + BODY.space

    # --- where it stands ---

    def _flow(self, element: Element, text: str, style: Style) -> None:
        self._tree.add(element)
        for line in broken(style, text, RIGHT - LEFT):
            self._room(style.leading)
            self._y -= style.leading
            self._write(element, line, style, LEFT)

    def _room(self, height: float) -> None:
        if self._y - height < BOTTOM:
            self._pages.append([])
            self._marks.append([])
            self._y = HEIGHT - TOP

    def _write(self, element: Element, text: str, style: Style, x: float) -> None:
        self._used[style.font] |= set(text)
        glyphs = "".join(f"{glyph:04X}" for glyph in font(style.font).glyphs(text))
        self._mark(element, f"BT /{style.font} {style.size} Tf {x:.2f} {self._y:.2f} Td <{glyphs}> Tj ET")

    def _mark(self, element: Element, drawing: str) -> None:
        """Draw it as a part of the element."""
        page, mark = len(self._pages) - 1, len(self._marks[-1])
        element.kids.append((page, mark))
        self._marks[page].append(element)
        self._pages[page].append(f"/{element.kind} <</MCID {mark}>> BDC {drawing} EMC".encode())

    def _rule(self) -> None:
        line = f"/Artifact BMC 0.75 G 0.5 w {LEFT} {self._y:.2f} m {RIGHT} {self._y:.2f} l S EMC"
        self._pages[-1].append(line.encode())

    # --- the file ---

    def made(self) -> bytes:
        """Return the PDF."""
        file, about = File(), self._about
        fonts = {name: font(name).embed(file, used) for name, used in self._used.items()}
        pages, tree = file.reserve(), file.reserve()
        refs = [self._page(file, number, pages, fonts) for number in range(len(self._pages))]
        file.put(pages, {"Type": Name("Pages"), "Kids": refs, "Count": len(refs)})
        put_tree(file, tree, self._tree, refs, self._marks)
        catalogue = {
            "Type": Name("Catalog"),
            "Pages": pages,
            "Lang": about.lang,
            "MarkInfo": {"Marked": True},
            "StructTreeRoot": tree,
            "ViewerPreferences": {"DisplayDocTitle": True},
            "Metadata": metadata(file, about.title, about.author, about.lang),
        }
        info = {"Title": about.title, "Author": about.author, "CreationDate": about.made_on.encode()}
        return file.whole(file.add(catalogue), file.add(info))

    def _page(self, file: File, number: int, pages: Ref, fonts: dict[str, Ref]) -> Ref:
        page = {
            "Type": Name("Page"),
            "Parent": pages,
            "MediaBox": [0, 0, *PAGE],
            "Resources": {"Font": fonts},
            "Contents": file.add_stream(b"\n".join(self._pages[number])),
            "StructParents": number,
            "Tabs": Name("S"),
        }
        return file.add(page)
