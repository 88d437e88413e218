"""Working through what is due until now, the oldest first, as far as the time goes (SECURITY REL22, REL25)."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Conflict, Key, Table, Unavailable

SPARE = 10_000  # milliseconds that are left to whoever stops: enough to finish one piece of work
Left = Callable[[], int]  # the milliseconds that a job still has


def unlimited() -> int:
    """Say that there is time, whatever one piece takes: an operator's machine has no end."""
    return sys.maxsize


def work_through(table: Table, kind: str, now: datetime, act: Callable[[Key], bool], left: Left = unlimited) -> int:
    """Let `act` do what is due, and return how often it did something.

    What can't be done is left for the next run, and holds up nothing (SECURITY REL27). Each piece is one transaction
    that holds against another run of the same job, so nobody has to be alone (SECURITY REL21).
    """
    return work_off(table.due(kind, now), kind, act, left)


def work_off(found: Iterable[Key], kind: str, act: Callable[[Key], bool], left: Left = unlimited) -> int:
    """Let `act` do what was found, as `work_through` does; `kind` is what the log calls it."""
    done, undone, keys = 0, 0, iter(found)
    for key in keys:
        if left() < SPARE:
            undone += 1 + sum(1 for _ in keys)
            break
        did = _tried(act, key)
        done += bool(did)
        undone += did is None
    if undone:
        log.warning("due work incomplete", kind=kind, done=done, undone=undone)  # infra/edge.yaml watches `undone`
    return done


def _tried(act: Callable[[Key], bool], key: Key) -> bool | None:
    """Return whether there was something to do; None where it could not be done."""
    try:
        return act(key)
    except Conflict:
        log.info("skipped after a conflict", pk=key.pk, sk=key.sk)
        return False
    except Unavailable as trouble:
        log.warning("due work postponed", pk=key.pk, sk=key.sk, reason=str(trouble))
    except Exception:  # noqa: BLE001 -- a row that can't be read, or a fault of ours: the others go on
        log.exception("due work failed", pk=key.pk, sk=key.sk)
    return None
