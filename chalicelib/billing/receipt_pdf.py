"""Writes receipts out as a PDF, in both languages, one after the other (REQUIREMENTS M3).

It follows from the receipts' records alone, so that it can be made again to the byte (SECURITY SEC56).
"""

from collections.abc import Iterable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from chalicelib.billing.debts import Line
from chalicelib.billing.model import Method, Receipt
from chalicelib.i18n.formats import day as say_day
from chalicelib.i18n.formats import money, percent
from chalicelib.i18n.languages import TAGS, say
from chalicelib.pdf.bilingual import begin_document, side_by_side
from chalicelib.pdf.document import Cell, PdfDocument
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.text import LANGUAGES, Language

TITLE = phrase("Official receipt")
TOTAL = phrase("Total")
METHODS: dict[Method, Phrase] = {
    "card": phrase("by card"),
    "cheque": phrase("by cheque"),
    "transfer": phrase("by transfer"),
}


Coded = tuple[Receipt, str]  # a receipt, and the code that it carries


def receipt_pdf(receipt: Receipt, code: str, origin: str, zone: ZoneInfo) -> bytes:
    """Return the PDF; `origin` is where its code is checked."""
    document = _begun(f"{_both(TITLE, zone)} {receipt.number}", receipt)
    _write(document, (receipt, code), origin, zone)
    return document.made()


def pack_pdf(year: int, receipts: Sequence[Coded], origin: str, zone: ZoneInfo) -> bytes:
    """Return the receipts of a year in one PDF: what they come to, then each."""
    title = phrase("Receipts of {year}", year=str(year))
    last = receipts[-1][0]
    document = _begun(_both(title, zone), last)
    for language in LANGUAGES:
        said = partial(say, language=language, zone=zone)
        document.heading(2, said(title), TAGS[language])
        rows = [
            (
                Cell(f"{each.number}, {say_day(each.paid_on, language)}, {each.title[language]}"),
                _amount(each.total, language),
            )
            for each, _ in receipts
        ]
        total = sum(each.total for each, _ in receipts)
        document.table(_head(said), rows, (Cell(said(TOTAL)), _amount(total, language)), TAGS[language])
    for each in receipts:
        _write(document, each, origin, zone)
    return document.made()


def _begun(title: str, receipt: Receipt) -> PdfDocument:
    """Return a document of the receipt's body and day, with its title at the top."""
    return begin_document(title, (receipt.body.fr, receipt.body.en), TAGS["fr"], receipt.paid_on)


def _write(document: PdfDocument, coded: Coded, origin: str, zone: ZoneInfo) -> None:
    receipt, code = coded
    for language in LANGUAGES:
        said, tag = partial(say, language=language, zone=zone), TAGS[language]
        document.heading(2, f"{said(TITLE)} {receipt.number}", tag)
        document.paragraph(f"{receipt.body[language]}\n{receipt.address[language]}", tag)
        document.paragraph("\n".join(map(said, _about(receipt))), tag)
        foot = (Cell(said(TOTAL)), _amount(receipt.total, language))
        document.table(_head(said), list(_rows(receipt.lines, language, said)), foot, tag)
        at = f"{origin}/{language}/verify"
        document.paragraph(said(phrase("To check this receipt: code {code}, at {address}", code=code, address=at)), tag)


def _about(receipt: Receipt) -> list[Phrase]:
    return [
        phrase("Receipt number {number}", number=receipt.number),
        phrase("Received from {name}", name=receipt.payer),
        phrase("For {title}", title=receipt.title),
        phrase("Paid on {day}, {method}", day=receipt.paid_on, method=METHODS[receipt.method]),
    ]


def _head(said: "partial[str]") -> tuple[Cell, Cell]:
    return Cell(said(phrase("Description"))), Cell(said(phrase("Amount")), is_number=True)


def _amount(cents: int, language: Language) -> Cell:
    return Cell(money(cents, language), is_number=True)


def _rows(lines: Iterable[Line], language: Language, said: "partial[str]") -> Iterable[tuple[Cell, Cell]]:
    for line in lines:
        yield Cell(line.label[language]), _amount(line.cents, language)
        for tax in line.taxes:
            share = percent(tax.millionths, language)
            words = phrase(
                "{tax}, {rate} (registration number {number})", tax=tax.label, rate=share, number=tax.registration
            )
            yield Cell(said(words)), _amount(tax.cents, language)


def _both(title: Phrase, zone: ZoneInfo) -> str:
    return side_by_side(say(title, language, zone) for language in LANGUAGES)
