"""What an account's end has to do with its money: who owes stays, and so do the books (REQUIREMENTS E1, F11)."""

from chalicelib.activities.model import partition
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.billing.storage import PREFIX, RECEIPTS, is_invoice, parse
from chalicelib.services import Services

BOOKS = (PREFIX, RECEIPTS)  # invoices with what belongs to them, and receipts: the law wants them kept
UNPAID = (InvoiceState.OWED, InvoiceState.OPEN)


def owes(services: Services, account: str) -> bool:
    """Tell whether anything is still to be paid, or on its way."""
    items = list(services.table.query(partition(account), PREFIX))
    invoices = [invoice for invoice in (parse(Invoice, item) for item in items if is_invoice(item)) if invoice]
    return any(invoice.state in UNPAID for invoice in invoices) or any("due_kind" in item for item in items)
