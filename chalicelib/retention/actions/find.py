"""Finding what a job has to look at."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.cloud.table import Key
from chalicelib.retention.model import Watch
from chalicelib.retention.storage import PREFIX, watch_of
from chalicelib.services import Services


def find_due(services: Services, key: Key, kind: str, now: datetime) -> Watch | None:
    """Return the watch that the index found; None where its time has not come after all (SECURITY REL29)."""
    watch = watch_of(services.table.get(key))
    return watch if watch and watch.kind == kind and watch.look_at <= now else None


def list_watches(services: Services, account: str) -> Iterator[Watch]:
    """Yield what is watched of an account."""
    for item in services.table.query(partition(account), PREFIX):
        watch = watch_of(item)
        if watch:
            yield watch
