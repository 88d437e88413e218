"""What waits for finance: what a second one has to confirm, and what went wrong, the oldest first (REQUIREMENTS W4)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.billing.model import Invoice, Payment, Refund
from chalicelib.billing.storage import ALERTS, invoice_key, parse
from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Item, Key
from chalicelib.services import Services

CONFIRM, AGREE = "confirm", "agree"


class WorkItem(NamedTuple):
    """One thing to look at. `what` is CONFIRM, AGREE, or what an alert is called."""

    what: str
    about: str  # the name of the payment, the refund or the notice
    at: datetime
    invoice: Invoice | None
    cents: int | None = None
    by: str | None = None  # who recorded or proposed it
    times: int = 1

    @property
    def is_alert(self) -> bool:
        return self.what not in (CONFIRM, AGREE)


def work_items(services: Services) -> list[WorkItem]:
    """Return all that waits: a counter has a handful of it, or something is very wrong."""
    rows = services.table.get_many(list(services.table.queue(ALERTS)))
    items = [item for item in rows if item and item.get("queue") == ALERTS]  # the index only finds candidates
    whose = {_whose(item) for item in items}
    found = services.table.get_many(sorted(key for key in whose if key))
    invoices = {invoice.id: invoice for invoice in (parse(Invoice, item) for item in found) if invoice}
    return [_matter(item, invoices.get(item.get("invoice", ""))) for item in items]


def _whose(item: Item) -> Key | None:
    return invoice_key(item["account"], item["invoice"]) if "account" in item else None


def _matter(item: Item, invoice: Invoice | None) -> WorkItem:
    payment = parse(Payment, item) if "#PAYMENT#" in item["sk"] else None
    if payment:
        return WorkItem(CONFIRM, payment.id, payment.created_at, invoice, payment.cents, payment.recorded_by)
    refund = parse(Refund, item) if "#REFUND#" in item["sk"] else None
    if refund:
        return WorkItem(AGREE, refund.id, refund.created_at, invoice, refund.cents, refund.by)
    return WorkItem(item["what"], item["about"], from_iso(item["at"]), invoice, times=int(item.get("times", 1)))
