"""Certificates: written once, with the registration, and made into a file when someone wants it (REQUIREMENTS M4)."""

from datetime import datetime

from chalicelib.applications.actions.fees import payer_of
from chalicelib.applications.actions.find import service_of
from chalicelib.applications.compose import certificate_pdf
from chalicelib.applications.model import Application, Certificate
from chalicelib.applications.storage import add_certificate, certificate_key, parse_certificate
from chalicelib.billing.actions.receipt_files import link, store_pdf
from chalicelib.billing.actions.verification import VerifiableDocument, code_for, prove
from chalicelib.cloud.qr import modules
from chalicelib.cloud.table import Change
from chalicelib.errors import NotFound
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.services import Services

NAMES: dict[Language, str] = {"fr": "certificat", "en": "certificate"}


def certify(services: Services, change: Change, application: Application, now: datetime) -> None:
    """Add to the change the certificate of what is registered with it, and what its code proves."""
    body = services.portal.body
    certificate = Certificate(
        number=application.number,
        account=application.account,
        holder=payer_of(services, application),
        title=service_of(services, application).title,
        day=now.astimezone(services.portal.zone).date(),
        body=body.name,
        address=body.address,
    )
    add_certificate(change, certificate)
    paper = VerifiableDocument(
        _name(certificate), "certificate", certificate.number, certificate.day, certificate.holder
    )
    prove(services, change, paper)


def certificate_link(services: Services, application: Application, language: Language) -> str:
    """Return an address at which the file can be saved for a short while; raise NotFound where none is registered."""
    found = parse_certificate(services.table.get(certificate_key(application.account, application.number)))
    if found is None:
        raise NotFound
    code = code_for(services, _name(found))
    key = store_pdf(services, f"certificates/{found.number}.pdf", lambda: _pdf(services, found, code))
    return link(services, key, f"{NAMES[language]}-{found.number}")


def _pdf(services: Services, certificate: Certificate, code: str) -> bytes:
    """Return the file; the square code in each language leads to the page that proves it."""
    at = {language: f"{services.settings.origin}/{language}/verify/{code}" for language in LANGUAGES}
    squares = {language: modules(address) for language, address in at.items()}
    return certificate_pdf(certificate, at, squares, services.portal.zone)


def _name(certificate: Certificate) -> str:
    return f"certificate {certificate.number}"
