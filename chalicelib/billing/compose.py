"""Writes a receipt out as a PDF, in both languages, one after the other (REQUIREMENTS M3).

It follows from the receipt's record alone, so that it can be made again to the byte (SECURITY SEC56).
"""

from collections.abc import Iterable
from functools import partial
from zoneinfo import ZoneInfo

from chalicelib.billing.model import Line, Method, Receipt
from chalicelib.paper.document import About, Cell, Document
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.web.formats import money, percent
from chalicelib.web.languages import TAGS, say

TITLE = phrase("Official receipt")
METHODS: dict[Method, Phrase] = {
    "card": phrase("by card"),
    "cheque": phrase("by cheque"),
    "transfer": phrase("by transfer"),
}


def receipt_pdf(receipt: Receipt, code: str, origin: str, zone: ZoneInfo) -> bytes:
    """Return the PDF; `origin` is where its code is checked."""
    titles = " / ".join(say(TITLE, language, zone) for language in LANGUAGES)
    title, body = f"{titles} {receipt.number}", " / ".join(_both(receipt.body.fr, receipt.body.en))
    document = Document(About(title, body, TAGS["fr"], f"D:{receipt.paid_on:%Y%m%d}"))
    document.heading(1, title)
    for language in LANGUAGES:
        _write(document, receipt, language, partial(say, language=language, zone=zone))
        said = phrase(
            "To check this receipt: code {code}, at {address}", code=code, address=f"{origin}/{language}/verify"
        )
        document.paragraph(say(said, language, zone), TAGS[language])
    return document.made()


def _write(document: Document, receipt: Receipt, language: Language, said: "partial[str]") -> None:
    tag = TAGS[language]
    document.heading(2, said(TITLE), tag)
    document.paragraph(f"{receipt.body[language]}\n{receipt.address[language]}", tag)
    paid = phrase("Paid on {day}, {method}", day=receipt.paid_on, method=METHODS[receipt.method])
    about = [
        phrase("Receipt number {number}", number=receipt.number),
        phrase("Received from {name}", name=receipt.payer),
    ]
    document.paragraph("\n".join(map(said, [*about, phrase("For {title}", title=receipt.title), paid])), tag)
    head = (Cell(said(phrase("Description"))), Cell(said(phrase("Amount")), is_number=True))
    foot = (Cell(said(phrase("Total"))), Cell(money(receipt.total, language), is_number=True))
    document.table(head, list(_rows(receipt.lines, language, said)), foot, tag)


def _rows(lines: Iterable[Line], language: Language, said: "partial[str]") -> Iterable[tuple[Cell, Cell]]:
    for line in lines:
        yield Cell(line.label[language]), Cell(money(line.cents, language), is_number=True)
        for tax in line.taxes:
            share = percent(tax.millionths, language)
            words = phrase(
                "{tax}, {rate} (registration number {number})", tax=tax.label, rate=share, number=tax.registration
            )
            yield Cell(said(words)), Cell(money(tax.cents, language), is_number=True)


def _both(*texts: str) -> list[str]:
    """Return what differs, once."""
    return list(dict.fromkeys(texts))
