"""How invoices lie in the table: with who owes them, what belongs to one behind it, and rows that find it by its names.

So whatever a person's request reaches is made from the session's own account (SECURITY SEC38).
"""

from datetime import date, datetime
from typing import Any, TypeVar

from chalicelib.activities.model import partition
from chalicelib.billing.debts import ProposedAdjustment
from chalicelib.billing.model import Invoice, InvoiceState, Payment, Receipt, Refund, RefundState
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import AnyOf, Change, Compare, Item, Key, NotExists, RowKind, unchanged
from chalicelib.record import Record

PREFIX = "INVOICE#"
RECEIPTS = "RECEIPT#"
DUE, OF_STRIPE = "billing", "payments"  # kinds of due work: invoices to show, and what Stripe is asked
ALERTS = "billing-alerts"  # the queue of what finance has to look at
SECOND = "billing-second"  # the queue of what a second one of finance has to confirm
T = TypeVar("T", bound=Record)


def parse(kind: type[T], item: Item | None) -> T | None:
    """Return the record of a row; None where there is none."""
    return kind.from_item(item) if item else None


# --- where they lie ---


def invoice_key(account: str, invoice: str) -> Key:
    return Key(partition(account), PREFIX + invoice)


def payment_key(account: str, invoice: str, payment: str) -> Key:
    return Key(partition(account), f"{PREFIX}{invoice}#PAYMENT#{payment}")


def refund_key(account: str, invoice: str, refund: str) -> Key:
    return Key(partition(account), f"{PREFIX}{invoice}#REFUND#{refund}")


def receipt_key(account: str, number: str) -> Key:
    return Key(partition(account), RECEIPTS + number)


def lookup_key(name: str) -> Key:
    """Return the row that says whose an invoice is, by its id or its number."""
    return Key(PREFIX + name, "LOOKUP")


def counter_key(year: int) -> Key:
    return Key(f"COUNTER#invoices#{year}", "COUNTER")


def event_key(event: str) -> Key:
    return Key(f"PAYMENT_EVENT#{event}", "PAYMENT_EVENT")


def paid_key(invoice: str) -> Key:
    """Return the row by which others learn that an invoice is paid."""
    return Key(f"INVOICE_PAID#{invoice}", "INVOICE_PAID")


def verification_key(pseudonym: str) -> Key:
    return Key(f"VERIFICATION#{pseudonym}", "VERIFICATION")


def ledger_partition(day: date) -> str:
    """Return where the movements of the day's month are."""
    return f"LEDGER#{day:%Y-%m}"


def alert_key(about: str, what: str) -> Key:
    return Key(f"BILLING-ALERT#{about}", f"ALERT#{what}")


def name_of(invoice: Invoice) -> str:
    """Return what activities call it."""
    return PREFIX + invoice.id


def is_invoice(item: Item) -> bool:
    """Tell whether it is an invoice, and not one of its payments or refunds."""
    return "#" not in item["sk"].removeprefix(PREFIX)


# --- how they are written ---


def add(change: Change, record: Invoice | Payment | Refund) -> None:
    change.put(_item(record))
    if isinstance(record, Invoice):
        find_by(change, record, record.id)


def put(change: Change, record: Invoice | Payment | Refund) -> None:
    """Write a record that was read as it is here but for `version`, which the write counts up."""
    change.put(_item(record.replace(version=record.version + 1)), unchanged(record.version))


def find_by(change: Change, invoice: Invoice, name: str) -> None:
    """Let the invoice be found by a name that no other has."""
    change.put({**lookup_key(name)._asdict(), "account": invoice.debt.account, "invoice": invoice.id})


def count_up(change: Change, year: int, last: int) -> None:
    """Take the number after `last`, unless someone has taken it."""
    was_last = AnyOf((NotExists("last"), Compare("last", "=", last))) if not last else Compare("last", "=", last)
    change.update(counter_key(year), {"last": last + 1}, {}, was_last)


def add_receipt(change: Change, receipt: Receipt) -> None:
    change.put({**receipt_key(receipt.account, receipt.number)._asdict(), **receipt.stored()})


def once(change: Change, event: str, until: datetime, **more: Any) -> None:
    """Remember an event of Stripe's: whoever brings it again changes nothing (SECURITY REL07)."""
    change.once(event_key(event), ttl=int(until.timestamp()), **more)


def _item(record: Invoice | Payment | Refund) -> Item:
    item = {**_key(record)._asdict(), **record.stored(), **_queued(record)}
    if record.due_at is None:
        return item
    if isinstance(record, Invoice) and record.state is not InvoiceState.OWED:
        return item
    return item | {"due_kind": DUE if isinstance(record, Invoice) else OF_STRIPE, "due_at": to_iso(record.due_at)}


def _queued(record: Invoice | Payment | Refund) -> Item:
    """Return the place in finance's queue of what waits for a second pair of eyes; nothing for all else."""
    match record:
        case Payment(waits_for_staff=True) | Refund(state=RefundState.PROPOSED):
            return {"queue": SECOND, "queue_at": to_iso(record.created_at)}
        case Invoice(proposal=ProposedAdjustment(at=since)):
            return {"queue": SECOND, "queue_at": to_iso(since)}
    return {}


def _key(record: Invoice | Payment | Refund) -> Key:
    match record:
        case Invoice():
            return invoice_key(record.debt.account, record.id)
        case Payment():
            return payment_key(record.account, record.invoice, record.id)
        case Refund():
            return refund_key(record.account, record.invoice, record.id)


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "INVOICE#<invoice>",
        "An invoice.",
        Invoice,
        (add, put),
        parse,
        due=(DUE,),
        queue=SECOND,
    ),
    RowKind(
        "ACCOUNT#<account>",
        "INVOICE#<invoice>#PAYMENT#<payment>",
        "A payment of an invoice, by card or recorded by staff.",
        Payment,
        (add, put),
        parse,
        due=(OF_STRIPE,),
        queue=SECOND,
    ),
    RowKind(
        "ACCOUNT#<account>",
        "INVOICE#<invoice>#REFUND#<refund>",
        "A refund of a payment.",
        Refund,
        (add, put),
        parse,
        due=(OF_STRIPE,),
        queue=SECOND,
    ),
    RowKind(
        "ACCOUNT#<account>",
        "RECEIPT#<number>",
        "A receipt for a paid invoice.",
        Receipt,
        (add_receipt,),
        parse,
    ),
    RowKind(
        "INVOICE#<name>",
        "LOOKUP",
        "The account and id of an invoice, found by its id or number.",
        None,
        (find_by,),
    ),
    RowKind(
        "COUNTER#invoices#<year>",
        "COUNTER",
        "The last invoice number of a year.",
        None,
        (count_up,),
    ),
    RowKind(
        "PAYMENT_EVENT#<event>",
        "PAYMENT_EVENT",
        "An event of the payment service that was handled; makes handling it again harmless.",
        None,
        (once,),
        ttl="when the payment service no longer repeats the event",
    ),
)
