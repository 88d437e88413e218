"""Certificates: written once with the registration, rendered as a PDF when it is asked for (REQUIREMENTS M4)."""

from chalicelib.billing.actions.receipts import link, store_pdf
from chalicelib.billing.actions.verification import VerifiableDocument, code_for, prove
from chalicelib.cloud.qr import modules
from chalicelib.errors import NotFound
from chalicelib.portal.text import LANGUAGES, Language, Text
from chalicelib.registrations.certificate_pdf import certificate_pdf
from chalicelib.registrations.model import Certificate, Registration
from chalicelib.registrations.storage import add_certificate, certificate_key, parse_certificate
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

NAMES: dict[Language, str] = {"fr": "certificat", "en": "certificate"}


def certify(work: UnitOfWork, registration: Registration, title: Text) -> None:
    """Add the certificate of a new registration to the change, and the row that its code finds."""
    body = work.services.portal.body
    certificate = Certificate(
        number=registration.number,
        account=registration.account,
        holder=registration.holder,
        title=title,
        day=registration.registered_on,
        body=body.name,
        address=body.address,
    )
    add_certificate(work, certificate)
    paper = VerifiableDocument(
        _name(certificate), "certificate", certificate.number, certificate.day, certificate.holder
    )
    prove(work, paper)


def certificate_link(services: Services, account: str, number: str, language: Language) -> str:
    """Return an address at which the file can be saved for a short while; raise NotFound where none is registered."""
    found = parse_certificate(services.table.get(certificate_key(account, number)))
    if found is None:
        raise NotFound
    code = code_for(services, _name(found))
    key = store_pdf(services, f"certificates/{found.number}.pdf", lambda: _pdf(services, found, code))
    return link(services, key, f"{NAMES[language]}-{found.number}")


def _pdf(services: Services, certificate: Certificate, code: str) -> bytes:
    """Return the PDF; its QR code in each language leads to the page that verifies it."""
    at = {language: f"{services.settings.origin}/{language}/verify/{code}" for language in LANGUAGES}
    squares = {language: modules(address) for language, address in at.items()}
    return certificate_pdf(certificate, at, squares, services.portal.zone)


def _name(certificate: Certificate) -> str:
    return f"certificate {certificate.number}"
