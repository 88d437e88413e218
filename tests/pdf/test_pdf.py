"""Papers are PDF files that screen readers can read, the same to the byte each time (M3; SECURITY SEC56)."""

import re
import zlib
from typing import Any

import pytest

from chalicelib.pdf.document import About, Cell, PdfDocument
from chalicelib.pdf.fonts import font
from chalicelib.pdf.layout import Style, broken, widths
from chalicelib.pdf.objects import Name, Ref, written

ABOUT = About("Reçu / Receipt", "Ordre", "fr-CA", "D:20260302")
STYLE = Style("NotoSans-Regular", 10)
FRENCH = "Œuvre, cœur, naïveté, ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸ « 1\u00a0234,50\u00a0$ » … ’ – Łukasz Nguyễn Ελένη Жанна"

# (value, what PDF writes)
VALUES: list[tuple[Any, bytes]] = [
    (None, b"null"),
    (True, b"true"),
    (False, b"false"),
    (12, b"12"),
    (0.5, b"0.5"),
    (57.0, b"57"),
    ("é", b"<feff00e9>"),
    ("(\\)", b"<feff0028005c0029>"),
    (b"\x00\xff", b"<00ff>"),
    (Ref(3), b"3 0 R"),
    (Name("Page"), b"/Page"),
    ([1, Ref(2)], b"[1 2 0 R]"),
    ({"A": Name("B"), "C": []}, b"<</A /B /C []>>"),
]


def document(rows: int = 2) -> bytes:
    made = PdfDocument(ABOUT)
    made.heading(1, "Reçu / Receipt")
    made.paragraph(FRENCH, "fr-CA")
    head, foot = ((Cell(text), Cell("1,00 $", is_number=True)) for text in ("Description", "Total"))
    made.table(head, [(Cell("Droits"), Cell("1,00 $", is_number=True))] * rows, foot, "fr-CA")
    return made.made()


def objects(pdf: bytes) -> dict[int, bytes]:
    """Return the objects of a file, at the places that its table says."""
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", pdf[start:])]
    return {
        number: re.match(rb"%d 0 obj\n(.*?)\nendobj" % number, pdf[place:], re.DOTALL)[1]  # type: ignore[index]
        for number, place in enumerate(places, 1)
    }


def contents(pdf: bytes) -> bytes:
    """Return all streams, unpacked."""
    streams = (body.partition(b"stream\n")[2].removesuffix(b"\nendstream") for body in objects(pdf).values())
    return b"\n".join(zlib.decompress(stream) for stream in streams if stream)


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_each_value_is_written_as_pdf_has_it(value: Any, expected: bytes) -> None:
    assert written(value) == expected


def test_what_pdf_has_no_way_to_write_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        written({1})


@pytest.mark.req("SEC56")
def test_the_same_document_is_the_same_to_the_byte() -> None:
    assert document() == document()


def test_a_document_that_says_otherwise_has_another_identity() -> None:
    first, second = (re.findall(rb"/ID \[(<\w+>)", document(rows))[0] for rows in (1, 2))
    assert first != second


@pytest.mark.req("M3")
def test_every_object_lies_where_the_table_says() -> None:
    assert len(objects(document())) > 10


@pytest.mark.req("M3")
def test_the_file_says_that_it_is_tagged_in_which_language_and_by_its_title() -> None:
    pdf = document()
    assert b"/MarkInfo <</Marked true>>" in pdf
    assert b"/Lang " + written("fr-CA") in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in contents(pdf)


@pytest.mark.req("M3")
def test_every_text_is_in_the_tree_and_the_rest_is_marked_as_nothing() -> None:
    pdf = document()
    shown = contents(pdf)
    texts, marks = shown.count(b" Tj"), shown.count(b"<</MCID ")
    assert (texts, shown.count(b"/Artifact BMC")) == (marks, 4)
    assert b"".join(objects(pdf).values()).count(b"/Type /MCR") == texts


@pytest.mark.req("M3")
def test_the_head_of_a_table_says_that_it_heads_columns() -> None:
    tree = b"".join(objects(document()).values())
    assert (tree.count(b"/S /TH"), tree.count(b"/Scope /Column"), tree.count(b"/S /TR")) == (2, 2, 4)


def test_a_table_that_is_too_long_goes_on_on_the_next_page() -> None:
    assert b"/Count 1" in document(2)
    assert b"/Count 2" in document(60)


# --- emails ---


@pytest.mark.req("M3")
def test_the_fonts_have_every_email_of_both_languages_and_of_most_names() -> None:
    for name in ("NotoSans-Regular", "NotoSans-Bold"):
        assert 0 not in font(name).glyphs(FRENCH)


def test_an_email_that_they_have_not_is_an_empty_box() -> None:
    assert font("NotoSans-Regular").glyphs("漢") == [0]


@pytest.mark.req("M3")
def test_glyphs_lead_back_to_emails_for_who_searches_copies_or_listens() -> None:
    map_back = contents(document()).decode("latin-1")
    glyphs = font("NotoSans-Regular").glyphs("Œé")
    assert f"<{glyphs[0]:04X}> <0152>" in map_back
    assert f"<{glyphs[1]:04X}> <00E9>" in map_back


def test_an_m_is_wider_than_an_i() -> None:
    assert font("NotoSans-Regular").width("m") > 3 * font("NotoSans-Regular").width("i")


# --- lines ---


def test_a_text_is_broken_at_spaces_and_no_line_is_too_wide() -> None:
    lines = broken(STYLE, "un deux trois quatre cinq six sept", 60)
    assert " ".join(lines) == "un deux trois quatre cinq six sept"
    assert all(STYLE.width(line) <= 60 for line in lines)


def test_a_word_that_is_too_long_is_cut() -> None:
    lines = broken(STYLE, "anticonstitutionnellement", 40)
    assert "".join(lines) == "anticonstitutionnellement"
    assert all(STYLE.width(line) <= 40 for line in lines)


def test_a_break_that_was_written_stays() -> None:
    assert broken(STYLE, "a\nb\n", 60) == ["a", "b", ""]


def test_an_amount_has_its_column_and_text_has_the_rest() -> None:
    text, number = widths(STYLE, [["", "1,00 $"], ["", "1 234,50 $"]])
    assert number > STYLE.width("1 234,50 $")
    assert text + number == pytest.approx(612 - 2 * 57)


def test_a_heading_does_not_stand_alone_at_the_end_of_a_page() -> None:
    """A page has room for 50 lines of 13.5 points, and 20 more."""
    pages = []
    for lines in (44, 47):
        made = PdfDocument(ABOUT)
        made.paragraph("\n".join("Droits" for _ in range(lines)))
        made.heading(2, "Reçu")
        pages.append(made.made().count(b"/Type /Page "))
    assert pages == [1, 2]


# --- pictures ---


@pytest.mark.req("M4", "X2")
def test_a_picture_of_squares_says_what_it_is_and_where_it_stands() -> None:
    made = PdfDocument(ABOUT)
    made.squares([[True, False], [False, True]], 20, "Code QR", "fr-CA")
    pdf = made.made()
    (figure,) = [body for body in objects(pdf).values() if b"/S /Figure" in body]
    assert b"/Alt " + written("Code QR") in figure
    assert b"/BBox [57 722 77 742]" in figure
    assert b"57.000 732.000 10.000 10.000 re 67.000 722.000 10.000 10.000 re 0 g f" in contents(pdf)
