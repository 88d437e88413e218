"""Finding invoices: one's own, anyone's by a name of it, and all that belongs to one."""

from collections.abc import Iterable

from chalicelib.activities.model import partition
from chalicelib.billing.model import Invoice, InvoiceState, InvoiceWithPayments, Payment, Receipt, Refund
from chalicelib.billing.storage import (
    PREFIX,
    invoice_key,
    is_invoice,
    lookup_key,
    parse,
    payment_key,
    receipt_key,
    refund_key,
)
from chalicelib.cloud.table import Item
from chalicelib.errors import NotFound
from chalicelib.services import Services


def invoices(services: Services, account: str) -> list[InvoiceWithPayments]:
    """Return all invoices of an account, the newest first. One query."""
    return _assembled(services.table.query(partition(account), PREFIX))


def shown(services: Services, account: str) -> list[InvoiceWithPayments]:
    """Return those that the person sees."""
    return [
        each
        for each in invoices(services, account)
        if each.invoice.state is not InvoiceState.OWED and each.invoice.number
    ]


def about(services: Services, account: str, name: str) -> list[InvoiceWithPayments]:
    """Return the invoices for one thing, such as an application: `name` is what its debts are about."""
    return [each for each in invoices(services, account) if each.invoice.debt.about == name]


def get_own(services: Services, account: str, number: str) -> InvoiceWithPayments:
    """Return an invoice of the account by its number; raise NotFound, for another's too (SECURITY SEC38)."""
    found = next((each for each in shown(services, account) if each.invoice.number == number), None)
    if found is None:
        raise NotFound
    return found


def get_by_number(services: Services, name: str) -> InvoiceWithPayments:
    """Return an invoice by its id or its number alone: for staff, for Stripe and for who has a link; raise NotFound."""
    finder = services.table.get(lookup_key(name))
    if finder is None:
        raise NotFound
    found = _assembled(services.table.query(partition(finder["account"]), PREFIX + finder["invoice"]))
    if not found:
        raise NotFound
    return found[0]


def reload(services: Services, account: str, invoice: str) -> Invoice:
    """Return the invoice as it is now; raise NotFound."""
    found = parse(Invoice, services.table.get(invoice_key(account, invoice)))
    if found is None:
        raise NotFound
    return found


def payment_of(services: Services, invoice: Invoice) -> Payment | None:
    """Return the invoice's payment, as it is now."""
    if invoice.payment is None:
        return None
    return parse(Payment, services.table.get(payment_key(invoice.debt.account, invoice.id, invoice.payment)))


def receipt_of(services: Services, invoice: Invoice) -> Receipt | None:
    """Return the receipt of an invoice, if it is paid."""
    if invoice.number is None or invoice.state is not InvoiceState.PAID:
        return None
    return parse(Receipt, services.table.get(receipt_key(invoice.debt.account, invoice.number)))


def known_refund(services: Services, invoice: Invoice, request: str | None) -> Refund | None:
    """Return what was proposed by the same form already: read by its key, for a query may lack it."""
    key = refund_key(invoice.debt.account, invoice.id, request or "")
    return parse(Refund, services.table.get(key)) if request else None


def known_payment(services: Services, invoice: Invoice, request: str | None) -> Payment | None:
    """Return what was recorded by the same form already, likewise."""
    key = payment_key(invoice.debt.account, invoice.id, request or "")
    return parse(Payment, services.table.get(key)) if request else None


def read_for_refund(services: Services, refund: Refund) -> tuple[Invoice, Payment, Refund]:
    """Return the invoice, the payment and the refund, each as it is now; raise NotFound."""
    account, invoice = refund.account, refund.invoice
    keys = [
        invoice_key(account, invoice),
        payment_key(account, invoice, refund.payment),
        refund_key(account, invoice, refund.id),
    ]
    invoiced, paid, back = services.table.get_many(keys)
    found = (parse(Invoice, invoiced), parse(Payment, paid), parse(Refund, back))
    if found[0] is None or found[1] is None or found[2] is None:
        raise NotFound
    return found[0], found[1], found[2]


def _assembled(items: Iterable[Item]) -> list[InvoiceWithPayments]:
    rows = list(items)
    found = [_with_payments(item, rows) for item in rows if is_invoice(item)]
    return sorted(found, key=lambda each: each.invoice.created_at, reverse=True)


def _with_payments(item: Item, rows: list[Item]) -> InvoiceWithPayments:
    invoice = parse(Invoice, item)
    if invoice is None:
        raise NotFound
    below = [row for row in rows if row["sk"].startswith(item["sk"] + "#")]
    payments = [parse(Payment, row) for row in below if "#PAYMENT#" in row["sk"]]
    refunds = [parse(Refund, row) for row in below if "#REFUND#" in row["sk"]]
    return InvoiceWithPayments(invoice, tuple(filter(None, payments)), tuple(filter(None, refunds)))
