"""What finance has to look at: in a queue for the staff, and in the log, on which an alarm listens."""

from datetime import datetime

from chalicelib.billing.items import ALERTS
from chalicelib.cloud.clock import stamp
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Key
from chalicelib.services import Services


def alert(change: Change, what: str, about: str, now: datetime) -> None:
    """Add to the change that something is to be looked at, once for each thing."""
    log.error("billing alert", what=what, about=about)
    key = Key(f"BILLING-ALERT#{about}", f"ALERT#{what}")
    change.put(
        {**key._asdict(), "what": what, "about": about, "at": stamp(now), "queue": ALERTS, "queue_at": stamp(now)}, None
    )


def alert_of_stranger(services: Services, what: str, now: datetime) -> None:
    """Tell of a notice that proved nothing. Anybody can send one, so that an hour's are one row with their number."""
    log.warning("untrusted webhook", reason=what)
    hour = now.replace(minute=0, second=0)
    key = Key(f"BILLING-ALERT#webhook#{stamp(hour)}", f"ALERT#{what}")
    values = {"what": what, "about": "webhook", "at": stamp(now), "queue": ALERTS, "queue_at": stamp(hour)}
    services.table.update(key, values, {"times": 1}, None)
