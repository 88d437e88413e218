"""Retention hooks of billing: unpaid invoices keep the account, the books outlive it (REQUIREMENTS E1, F11)."""

from chalicelib.activities.model import partition
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.billing.storage import PREFIX, RECEIPTS, is_invoice, parse
from chalicelib.services import Services

KEPT_PREFIXES = (PREFIX, RECEIPTS)  # invoices with their parts, and receipts: the law wants them kept
UNPAID = (InvoiceState.OWED, InvoiceState.OPEN)


def keeps_account(services: Services, account: str) -> bool:
    """Tell whether an invoice is unpaid, or a payment on its way."""
    items = list(services.table.query(partition(account), PREFIX))
    invoices = [invoice for invoice in (parse(Invoice, item) for item in items if is_invoice(item)) if invoice]
    return any(invoice.state in UNPAID for invoice in invoices) or any("due_kind" in item for item in items)
