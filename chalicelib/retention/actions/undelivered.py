"""Notices that did not arrive: nothing ends before staff know of it (SECURITY REL14)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.cloud.table import Change
from chalicelib.conflicts import retry_on_conflict
from chalicelib.outbox.actions import read_emails
from chalicelib.retention import rules
from chalicelib.retention.model import Emails, Notice, Watch
from chalicelib.retention.storage import UNDELIVERED, put_watch, watch_key, watch_of
from chalicelib.services import Services


def list_undelivered(services: Services) -> Iterator[Watch]:
    """Yield what staff have to know of, the oldest first."""
    for key in services.table.queue(UNDELIVERED):
        watch = watch_of(services.table.get(key))  # the index only finds candidates
        if watch and watch.undelivered_at:
            yield watch


def emails_of(services: Services, notices: Iterable[Notice]) -> Emails:
    """Return the emails of notices, by their ids."""
    return read_emails(services, (each.email_id for each in notices))


@retry_on_conflict
def acknowledge(services: Services, account: str, about: str, by: str, now: datetime) -> bool:
    """Note that staff know, so that time goes on; return whether there was something to know."""
    watch = watch_of(services.table.get(watch_key(account, about)))
    if watch is None or watch.undelivered_at is None:
        return False
    change = Change(services.ids.new())
    unknown = rules.undelivered(watch.notices, emails_of(services, watch.notices))
    known = tuple(each.replace(acknowledged_by=by) if each in unknown else each for each in watch.notices)
    put_watch(change, watch.replace(notices=known, undelivered_at=None, look_at=now))
    services.table.commit(change)
    return True
