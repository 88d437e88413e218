"""Receipts: written when an invoice is paid, and their PDF files, given by a link (REQUIREMENTS M3; SEC56)."""

from collections.abc import Callable

from chalicelib.activities.model import partition
from chalicelib.billing.actions.verification import VerifiableDocument, code_for, prove
from chalicelib.billing.model import Invoice, Payment, Receipt
from chalicelib.billing.receipt_pdf import pack_pdf, receipt_pdf
from chalicelib.billing.storage import RECEIPTS, add_receipt, parse, receipt_key
from chalicelib.cloud.files import Served
from chalicelib.errors import NotFound
from chalicelib.portal.text import Language
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def add_receipt_for(work: UnitOfWork, invoice: Invoice, payment: Payment) -> None:
    """Add the receipt of a payment to the change, and what its code proves."""
    body = work.services.portal.body
    receipt = Receipt(
        number=str(invoice.number),
        invoice=invoice.id,
        account=invoice.debt.account,
        payer=invoice.debt.payer,
        title=invoice.debt.title,
        lines=invoice.all_lines,
        method=payment.method,
        reference=payment.reference,
        paid_on=work.now.astimezone(work.services.portal.zone).date(),
        body=body.name,
        address=body.address,
    )
    add_receipt(work, receipt)
    paper = VerifiableDocument(
        receipt.invoice, "receipt", receipt.number, receipt.paid_on, receipt.payer, receipt.total
    )
    prove(work, paper)


def code_of(services: Services, receipt: Receipt) -> str:
    """Return the code that the receipt carries."""
    return code_for(services, receipt.invoice)


def get_own(services: Services, account: str, number: str) -> Receipt:
    """Return a receipt of the account; raise NotFound, for another's too (SECURITY SEC38)."""
    found = parse(Receipt, services.table.get(receipt_key(account, number)))
    if found is None:
        raise NotFound
    return found


def of_year(services: Services, account: str, year: int) -> list[Receipt]:
    """Return what was paid in a year, the oldest first: an invoice of December may be paid in January."""
    items = services.table.query(partition(account), RECEIPTS)
    found = [receipt for receipt in (parse(Receipt, item) for item in items) if receipt]
    return sorted((each for each in found if each.paid_on.year == year), key=lambda each: (each.paid_on, each.number))


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
