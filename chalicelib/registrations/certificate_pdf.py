"""Renders a certificate as a PDF, in both languages, one after the other (REQUIREMENTS M4).

The certificate's record alone determines the file, so rendering it again gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from chalicelib.i18n.languages import TAGS, say
from chalicelib.pdf.bilingual import begin_document, side_by_side
from chalicelib.pdf.document import PdfDocument
from chalicelib.phrase import phrase
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.registrations.model import Certificate

Squares = Sequence[Sequence[bool]]
TITLE = phrase("Certificate of registration")
PROOF = phrase("QR code that leads to the page where this certificate is checked")
SIDE = 85.0  # points: three centimetres


def certificate_pdf(
    certificate: Certificate, at: Mapping[Language, str], squares: Mapping[Language, Squares], zone: ZoneInfo
) -> bytes:
    """Return the PDF; `at` is where it is verified, and `squares` are the QR codes that lead there."""
    title = side_by_side(say(TITLE, language, zone) for language in LANGUAGES)
    body = (certificate.body[language] for language in LANGUAGES)
    document = begin_document(f"{title} {certificate.number}", body, TAGS["fr"], certificate.day)
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
