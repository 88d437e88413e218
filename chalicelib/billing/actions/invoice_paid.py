"""That an invoice is paid, or waived, told to whoever has something to do then: until all have, however often."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.billing.actions.apply_payment import PAID, announce_paid
from chalicelib.billing.actions.receipts import get_own, store_receipt
from chalicelib.billing.model import Invoice, InvoiceState
from chalicelib.billing.storage import invoice_key, paid_key, parse
from chalicelib.cloud.table import Key, RowKind
from chalicelib.due import Left, unlimited, work_through
from chalicelib.record import Record
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


class InvoicePaid(Record):
    """What is owed no more: whose it is, what it is about, and for which event."""

    invoice: str
    account: str
    about: str
    event: str


Subscriber = Callable[[Services, InvoicePaid, datetime], None]  # safe to repeat


def notify(services: Services, key: Key, subscribers: Sequence[Subscriber], now: datetime) -> bool:
    """Tell of one paid invoice, which the stream or the schedule brought; other rows are none of ours: False."""
    item = services.table.get(key)
    if key != paid_key(key.pk.partition("#")[2]) or item is None or "due_kind" not in item:
        return False
    paid = InvoicePaid.from_item(item)
    _keep(services, paid)
    for subscriber in subscribers:
        subscriber(services, paid, now)
    work = UnitOfWork(services, now)
    work.put({name: value for name, value in item.items() if name not in ("due_kind", "due_at")}, None)
    work.commit()
    return True


def notify_all(services: Services, subscribers: Sequence[Subscriber], now: datetime, left: Left = unlimited) -> int:
    """Tell of what the stream missed, for as long as there is time; return how much it was."""
    return work_through(services.table, PAID, now, lambda key: notify(services, key, subscribers, now), left)


def _keep(services: Services, paid: InvoicePaid) -> None:
    invoice = parse(Invoice, services.table.get(invoice_key(paid.account, paid.invoice)))
    if invoice and invoice.number and invoice.state is InvoiceState.PAID:
        store_receipt(services, get_own(services, paid.account, invoice.number))


ROWS = (
    RowKind(
        "INVOICE_PAID#<invoice>",
        "INVOICE_PAID",
        "Tells subscribers that an invoice is paid or waived; due until all have been told.",
        InvoicePaid,
        (announce_paid, notify),
        notify,
        due=(PAID,),
    ),
)
