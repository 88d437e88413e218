"""Work items of finance: payments and refunds that wait, and alerts (REQUIREMENTS W4)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from chalicelib.activities.model import write_activity
from chalicelib.billing.model import Invoice, Payment, Refund
from chalicelib.billing.storage import ALERTS, PREFIX, SECOND, alert_key, invoice_key, parse
from chalicelib.cloud.clock import from_iso, to_iso
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Compare, Item, Key, RowKind
from chalicelib.errors import NotFound
from chalicelib.newer import readable
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

CONFIRM, AGREE, ADJUST = "confirm", "agree", "adjust"


class WorkItem(NamedTuple):
    """One thing to look at. `what` is CONFIRM, AGREE, ADJUST, or what an alert is called."""

    what: str
    about: str  # the name of the payment, the refund or the notice
    at: datetime
    invoice: Invoice | None
    cents: int | None = None
    by: str | None = None  # who recorded or proposed it
    times: int = 1

    @property
    def is_alert(self) -> bool:
        return self.what not in (CONFIRM, AGREE, ADJUST)


MOST = 100  # things that a page shows
EVERYTHING = (ALERTS, SECOND)
QUEUES = {"all": EVERYTHING, "second": (SECOND,), "alerts": (ALERTS,)}  # what a page can show


class WorkItems(NamedTuple):
    """The beginning of what waits; `more`: not all of it is here."""

    items: list[WorkItem]
    more: bool


def waiting(services: Services, queues: Sequence[str] = EVERYTHING) -> WorkItems:
    """Return what has waited longest. Others come as these are dealt with."""
    keys = list(islice(services.table.queue(*queues, page=MOST + 1), MOST + 1))
    return WorkItems(_read(services, keys[:MOST]), len(keys) > MOST)


def _read(services: Services, keys: Sequence[Key]) -> list[WorkItem]:
    rows = services.table.get_many(keys)
    items = [item for item in rows if item and item.get("queue") in EVERYTHING]  # the index only finds candidates
    whose = {_whose(item) for item in items}
    found = services.table.get_many(sorted(key for key in whose if key))
    invoices = {invoice.id: invoice for invoice in readable(Invoice.from_item, found)}
    return list(readable(lambda item: _matter(item, invoices.get(item.get("invoice", ""))), items))


def _whose(item: Item) -> Key | None:
    return invoice_key(item["account"], item["invoice"]) if "account" in item else None


def _matter(item: Item, invoice: Invoice | None) -> WorkItem:
    payment = parse(Payment, item) if "#PAYMENT#" in item["sk"] else None
    if payment:
        return WorkItem(CONFIRM, payment.id, payment.created_at, invoice, payment.cents, payment.recorded_by)
    refund = parse(Refund, item) if "#REFUND#" in item["sk"] else None
    if refund:
        return WorkItem(AGREE, refund.id, refund.created_at, invoice, refund.cents, refund.by)
    adjusted = parse(Invoice, item) if item["sk"].startswith(PREFIX) else None
    if adjusted and adjusted.proposal:
        proposal = adjusted.proposal
        return WorkItem(ADJUST, proposal.id, proposal.at, adjusted, proposal.cents, proposal.by)
    return WorkItem(item["what"], item["about"], from_iso(item["at"]), invoice, times=int(item.get("times", 1)))


NOTICE = "notice-"  # before what is wrong with one


def alert(work: UnitOfWork, what: str, about: str, invoice: Invoice | None = None) -> None:
    """Add to the change that something is to be looked at, once for each thing."""
    log.error("billing alert", what=what, about=about)
    whose = {"account": invoice.debt.account, "invoice": invoice.id} if invoice else {}
    alarm = {"what": what, "about": about, "at": to_iso(work.now), **whose}
    work.put({**alert_key(about, what)._asdict(), **alarm, "queue": ALERTS, "queue_at": to_iso(work.now)}, None)


def alert_of_stranger(services: Services, what: str, now: datetime) -> None:
    """Tell of a notice that proved nothing. Anybody can send one, so that an hour's are one row with their number."""
    log.warning("untrusted webhook", reason=what)
    hour = to_iso(now.replace(minute=0, second=0))
    about = f"webhook#{hour}"
    values = {"what": what, "about": about, "at": to_iso(now), "queue": ALERTS, "queue_at": hour}
    services.table.update(alert_key(about, what), values, {"times": 1}, None)


@retry_on_conflict
def deal_with(services: Services, about: str, what: str, by: str, now: datetime) -> None:
    """Note that one of the staff has looked at it: it leaves the queue, its row stays. Raise NotFound."""
    item = services.table.get(alert_key(about, what))
    if item is None:
        raise NotFound
    if "queue" not in item:
        return
    rest = {name: value for name, value in item.items() if name not in ("queue", "queue_at")}
    work = UnitOfWork(services, now, by)
    work.put({**rest, "by": by, "done_at": to_iso(now)}, Compare("queue", "=", ALERTS))
    if "account" in item:
        write_activity(work, item["account"], "alert-dealt-with", PREFIX + item["invoice"])
    work.commit()


ROWS = (
    RowKind(
        "BILLING-ALERT#<about...>",
        "ALERT#<what>",
        "Something that finance has to look at.",
        None,
        (alert, alert_of_stranger, deal_with),
        queue=ALERTS,
    ),
)
