"""Bilingual documents: one title and one author in both languages, side by side."""

from collections.abc import Iterable
from datetime import date

from chalicelib.pdf.document import About, PdfDocument


def begin_document(title: str, body: Iterable[str], tag: str, day: date) -> PdfDocument:
    """Return a document of that day with its title at the top; `body` is the public body's name in each language.

    `tag` is the language of the title, such as `fr-CA`.
    """
    document = PdfDocument(About(title, side_by_side(body), tag, f"D:{day:%Y%m%d}"))
    document.heading(1, title)
    return document


def side_by_side(texts: Iterable[str]) -> str:
    """Return a text in each language on one line; once where they are equal."""
    return " / ".join(dict.fromkeys(texts))
