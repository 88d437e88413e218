"""What finance has to look at: in a queue for the staff, and in the log, on which an alarm listens."""

from datetime import datetime

from chalicelib.activities.model import write_activity
from chalicelib.billing.model import Invoice
from chalicelib.billing.storage import ALERTS, PREFIX, alert_key
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Compare, RowKind
from chalicelib.conflicts import retry_on_conflict
from chalicelib.errors import NotFound
from chalicelib.services import Services

NOTICE = "notice-"  # before what is wrong with one


def alert(change: Change, what: str, about: str, now: datetime, invoice: Invoice | None = None) -> None:
    """Add to the change that something is to be looked at, once for each thing."""
    log.error("billing alert", what=what, about=about)
    whose = {"account": invoice.debt.account, "invoice": invoice.id} if invoice else {}
    told = {"what": what, "about": about, "at": to_iso(now), **whose}
    change.put({**alert_key(about, what)._asdict(), **told, "queue": ALERTS, "queue_at": to_iso(now)}, None)


def alert_of_stranger(services: Services, what: str, now: datetime) -> None:
    """Tell of a notice that proved nothing. Anybody can send one, so that an hour's are one row with their number."""
    log.warning("untrusted webhook", reason=what)
    hour = to_iso(now.replace(minute=0, second=0))
    about = f"webhook#{hour}"
    values = {"what": what, "about": about, "at": to_iso(now), "queue": ALERTS, "queue_at": hour}
    services.table.update(alert_key(about, what), values, {"times": 1}, None)


@retry_on_conflict
def deal_with(services: Services, about: str, what: str, by: str, now: datetime) -> None:
    """Note that one of the staff has looked at it: it leaves the queue, its row stays. Raise Absent."""
    item = services.table.get(alert_key(about, what))
    if item is None:
        raise NotFound
    if "queue" not in item:
        return
    rest = {name: value for name, value in item.items() if name not in ("queue", "queue_at")}
    change = Change(services.ids.new())
    change.put({**rest, "by": by, "done_at": to_iso(now)}, Compare("queue", "=", ALERTS))
    if "account" in item:
        write_activity(change, item["account"], "alert-dealt-with", now, by, PREFIX + item["invoice"])
    services.table.commit(change)


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
