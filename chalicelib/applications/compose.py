"""Writes a certificate out as a PDF, in both languages, one after the other (REQUIREMENTS M4).

It follows from the certificate's record alone, so that it can be made again to the byte.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from chalicelib.applications.model import Certificate
from chalicelib.billing.receipt_pdf import begun, both
from chalicelib.i18n.languages import TAGS, say
from chalicelib.pdf.document import PdfDocument
from chalicelib.phrase import phrase
from chalicelib.portal.text import LANGUAGES, Language

Squares = Sequence[Sequence[bool]]
TITLE = phrase("Certificate of registration")
PROOF = phrase("QR code that leads to the page where this certificate is checked")
SIDE = 85.0  # points: three centimetres


def certificate_pdf(
    certificate: Certificate, at: Mapping[Language, str], squares: Mapping[Language, Squares], zone: ZoneInfo
) -> bytes:
    """Return the PDF; `at` is where it is checked, and `squares` are the codes that lead there."""
    document = begun(f"{both(TITLE, zone)} {certificate.number}", certificate.body, certificate.day)
    for language in LANGUAGES:
        _write(document, certificate, language, at[language], partial(say, language=language, zone=zone))
        document.squares(squares[language], SIDE, say(PROOF, language, zone), TAGS[language])
    return document.made()


def _write(
    document: PdfDocument, certificate: Certificate, language: Language, address: str, said: "partial[str]"
) -> None:
    tag = TAGS[language]
    document.heading(2, said(TITLE), tag)
    document.paragraph(f"{certificate.body[language]}\n{certificate.address[language]}", tag)
    holder = phrase("Holder: {name}", name=certificate.holder)
    about = [
        phrase("Number {number}", number=certificate.number),
        phrase("For {title}", title=certificate.title),
        phrase("Registered on {day}", day=certificate.day),
    ]
    document.paragraph("\n".join(map(said, (holder, *about))), tag)
    check = phrase("To check this certificate, scan the code or open {address}", address=address)
    document.paragraph(said(check), tag)
