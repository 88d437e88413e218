"""Papers as files: made once, kept for ever, given by a link of a minute (REQUIREMENTS M3; SECURITY SEC56)."""

from collections.abc import Callable

from chalicelib.billing.actions.receipts import code_of, of_year
from chalicelib.billing.model import Receipt
from chalicelib.billing.receipt_pdf import pack_pdf, receipt_pdf
from chalicelib.cloud.files import Served
from chalicelib.errors import NotFound
from chalicelib.portal.text import Language
from chalicelib.services import Services

PDF = "application/pdf"
NAMES: dict[Language, str] = {"fr": "recu", "en": "receipt"}
YEARS: dict[Language, str] = {"fr": "recus", "en": "receipts"}


def store_receipt(services: Services, receipt: Receipt) -> str:
    """Make the PDF, unless it is there already; return where it lies."""
    code, origin, zone = code_of(services, receipt), services.settings.origin, services.portal.zone
    key = f"receipts/{receipt.number}-{receipt.invoice}.pdf"
    return store_pdf(services, key, lambda: receipt_pdf(receipt, code, origin, zone))


def year_link(services: Services, account: str, year: int, language: Language) -> str:
    """Return an address at which a year's receipts can be saved in one file; raise NotFound where there are none.

    A year that goes on has more of them later: then it is another file.
    """
    receipts = receipts_of(services, account, year)
    coded = [(each, code_of(services, each)) for each in receipts]
    origin, zone = services.settings.origin, services.portal.zone
    key = f"receipts/{account}-{year}-{len(receipts)}.pdf"
    store_pdf(services, key, lambda: pack_pdf(year, coded, origin, zone))
    return link(services, key, f"{YEARS[language]}-{year}")


def receipts_of(services: Services, account: str, year: int) -> list[Receipt]:
    """Return the receipts of a year, the oldest first; raise NotFound where there are none."""
    found = of_year(services, account, year)
    if not found:
        raise NotFound
    return found


def store_pdf(services: Services, key: str, make: Callable[[], bytes]) -> str:
    """Put a PDF into the archive, unless it is there already; return where it lies."""
    if not services.archive.has(key):
        services.archive.keep(key, make(), PDF)
    return key


def receipt_link(services: Services, receipt: Receipt, language: Language) -> str:
    """Return an address at which the PDF can be saved for a short while."""
    return link(services, store_receipt(services, receipt), f"{NAMES[language]}-{receipt.number}")


def link(services: Services, key: str, name: str) -> str:
    """Return an address at which a PDF of the archive can be saved for a short while, under this name."""
    return services.archive.link(key, Served(f"{name}.pdf", PDF), services.portal.policies.documents.link_lifetime)
