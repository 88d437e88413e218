"""The receipt as a file: made once, kept for ever, given by a link of a minute (REQUIREMENTS M3; SECURITY SEC56)."""

from chalicelib.billing.actions.receipts import code_of
from chalicelib.billing.compose import receipt_pdf
from chalicelib.billing.model import Receipt
from chalicelib.cloud.files import Served
from chalicelib.portal.text import Language
from chalicelib.services import Services

PDF = "application/pdf"
NAMES: dict[Language, str] = {"fr": "recu", "en": "receipt"}


def keep_receipt(services: Services, receipt: Receipt) -> str:
    """Make the PDF, unless it is there already; return where it lies."""
    key = f"receipts/{receipt.number}-{receipt.invoice}.pdf"
    if not services.archive.has(key):
        pdf = receipt_pdf(receipt, code_of(services, receipt), services.settings.origin, services.portal.zone)
        services.archive.keep(key, pdf, PDF)
    return key


def receipt_link(services: Services, receipt: Receipt, language: Language) -> str:
    """Return an address at which the PDF can be saved for a short while."""
    served = Served(f"{NAMES[language]}-{receipt.number}.pdf", PDF)
    return services.archive.link(
        keep_receipt(services, receipt), served, services.portal.policies.documents.link_lifetime
    )
