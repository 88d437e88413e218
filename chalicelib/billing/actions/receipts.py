"""Receipts: written once, with the payment (REQUIREMENTS M3)."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.billing.actions.verification import VerifiableDocument, code_for, prove
from chalicelib.billing.model import Invoice, Payment, Receipt
from chalicelib.billing.storage import RECEIPTS, add_receipt, parse, receipt_key
from chalicelib.cloud.table import Change
from chalicelib.errors import NotFound
from chalicelib.services import Services


def add_receipt_for(services: Services, change: Change, invoice: Invoice, payment: Payment, now: datetime) -> None:
    """Add the receipt of a payment to the change, and what its code proves."""
    body = services.portal.body
    receipt = Receipt(
        number=str(invoice.number),
        invoice=invoice.id,
        account=invoice.debt.account,
        payer=invoice.debt.payer,
        title=invoice.debt.title,
        lines=invoice.all_lines,
        method=payment.method,
        reference=payment.reference,
        paid_on=now.astimezone(services.portal.zone).date(),
        body=body.name,
        address=body.address,
    )
    add_receipt(change, receipt)
    paper = VerifiableDocument(
        receipt.invoice, "receipt", receipt.number, receipt.paid_on, receipt.payer, receipt.total
    )
    prove(services, change, paper)


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
