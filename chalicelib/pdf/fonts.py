"""TrueType fonts: which glyph a character has, how wide it is, and how a PDF embeds them (ISO 32000, 9.7)."""

from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any

from chalicelib.pdf.objects import File, Name, Ref

FONTS = Path(__file__).parent / "fonts"
EM = 1000  # units in which a PDF measures glyphs
SYMBOLIC = 4  # flag of a font with an encoding of its own
TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{ranges}
endcmap CMapName currentdict /CMap defineresource pop end end
"""
SIGNS = 65536  # that two bytes can count
MOST_AT_ONCE = 100  # entries of a list in a character map


class Font:
    """`name` is its PostScript name, and that of its file."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        (count,) = unpack_from(">H", data, 4)
        self._tables = {tag: offset for tag, _, offset, _ in iter_unpack(">4sLLL", data[12 : 12 + 16 * count])}
        (self._units,) = self._at(b"head", 18, ">H")
        self._glyphs = self._characters()
        self._widths = self._advances()

    def glyphs(self, text: str) -> list[int]:
        """Return the glyphs of a text; 0, an empty box, where there is none."""
        return [self._glyphs.get(ord(sign), 0) for sign in text]

    def width(self, text: str) -> float:
        """Return how wide a text is, in ems."""
        return sum(self._width(glyph) for glyph in self.glyphs(text)) / EM

    def embed(self, file: File, used: set[str]) -> Ref:
        """Add the font to a file in which these characters stand."""
        program = file.add_stream(self._data, Length1=len(self._data))
        ordered = sorted(used, reverse=True)  # of several characters with one glyph, the first: a space is a space
        shown = sorted({self._glyphs.get(ord(sign), 0): sign for sign in ordered}.items())
        below = file.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": Name(self.name),
                "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
                "FontDescriptor": file.add(self._descriptor(program)),
                "CIDToGIDMap": Name("Identity"),
                "W": [part for glyph, _ in shown for part in (glyph, [self._width(glyph)])],
            }
        )
        return file.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": Name(self.name),
                "Encoding": Name("Identity-H"),
                "DescendantFonts": [below],
                "ToUnicode": file.add_stream(to_unicode(shown).encode()),
            }
        )

    def _descriptor(self, program: Ref) -> dict[str, Any]:
        rise, fall = self._at(b"hhea", 4, ">hh")
        return {
            "Type": Name("FontDescriptor"),
            "FontName": Name(self.name),
            "Flags": SYMBOLIC,
            "FontBBox": [self._scaled(each) for each in self._at(b"head", 36, ">4h")],
            "ItalicAngle": 0,
            "Ascent": self._scaled(rise),
            "Descent": self._scaled(fall),
            "CapHeight": self._scaled(self._at(b"OS/2", 88, ">h")[0]),
            "StemV": 80,
            "FontFile2": program,
        }

    # --- reading the file ---

    def _at(self, table: bytes, place: int, form: str) -> tuple[int, ...]:
        return unpack_from(form, self._data, self._tables[table] + place)

    def _scaled(self, units: int) -> int:
        return round(units * EM / self._units)

    def _width(self, glyph: int) -> int:
        return self._widths[min(glyph, len(self._widths) - 1)]  # the last one holds for all that follow

    def _advances(self) -> list[int]:
        (count,) = self._at(b"hhea", 34, ">H")
        pairs = self._at(b"hmtx", 0, f">{'Hh' * count}")
        return [self._scaled(advance) for advance in pairs[::2]]

    def _characters(self) -> dict[int, int]:
        """Return the glyph of each character, from the map by segments that every font has (format 4)."""
        start = self._at(b"cmap", 8, ">L")[0]
        double = self._at(b"cmap", start + 6, ">H")[0]
        columns = (14, 16 + double, 16 + 2 * double, 16 + 3 * double)  # ends, starts, deltas, offsets
        found = {}
        for segment in range(0, double, 2):
            end, first, delta, offset = (self._at(b"cmap", start + column + segment, ">H")[0] for column in columns)
            list_of_glyphs = start + columns[-1] + segment + offset
            for sign in range(first, end + 1):
                glyph = self._at(b"cmap", list_of_glyphs + 2 * (sign - first), ">H")[0] if offset else sign
                found[sign] = (glyph + delta) % SIGNS
        return found


def to_unicode(shown: list[tuple[int, str]]) -> str:
    """Return the map from glyphs back to text: what readers search, copy and read aloud."""
    lists = [shown[start : start + MOST_AT_ONCE] for start in range(0, len(shown), MOST_AT_ONCE)]
    return TO_UNICODE.format(ranges="\n".join(map(_list, lists)))


def _list(entries: list[tuple[int, str]]) -> str:
    lines = (f"<{glyph:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for glyph, sign in entries)
    return f"{len(entries)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar"


@cache
def font(name: str) -> Font:
    """Return one of ours: NotoSans-Regular or NotoSans-Bold."""
    return Font(name, (FONTS / f"{name}.ttf").read_bytes())
