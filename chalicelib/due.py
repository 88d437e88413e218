"""Working through what is due until now, the oldest first, as far as the time goes (SECURITY REL22, REL25)."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum, auto
from hashlib import sha256
from itertools import chain

from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Compare, Conflict, Key, Table, Unavailable
from chalicelib.errors import WrittenByNewer

SPARE = 10_000  # milliseconds that are left to whoever stops: enough to finish one piece of work
Left = Callable[[], int]  # the milliseconds that a job still has


def unlimited() -> int:
    """Say that there is time, whatever one piece takes: an operator's machine has no end."""
    return sys.maxsize


def quarantine(kind: str) -> str:
    """Return the kind of due work that a row becomes when it failed: it comes after all that did not."""
    return f"{kind}-failed"


def work_through(table: Table, kind: str, now: datetime, act: Callable[[Key], bool], left: Left = unlimited) -> int:
    """Let `act` do what is due, and return how often it did something.

    What can't be done is left for the next run, and holds up nothing (SECURITY REL27): a row that failed is tried
    after all others, in this run and in the next ones, until it is written anew. Each piece is one transaction that
    holds against another run of the same job, so nobody has to be alone (SECURITY REL21).
    """
    return work_off(table, chain(table.due(kind, now), table.due(quarantine(kind), now)), kind, act, left)


def work_off(table: Table, found: Iterable[Key], kind: str, act: Callable[[Key], bool], left: Left = unlimited) -> int:
    """Let `act` do what was found, as `work_through` does; `kind` is what the log calls it."""
    done, undone, failed, keys = 0, 0, set[Key](), iter(found)
    for key in keys:
        if left() < SPARE:
            undone += 1 + sum(1 for _ in keys)
            break
        if key in failed:
            continue
        outcome = _tried(act, key)
        done += outcome is DueOutcome.DONE
        undone += outcome in (DueOutcome.POSTPONED, DueOutcome.FAILED)
        if outcome is DueOutcome.FAILED:
            failed.add(key)
            _set_aside(table, kind, key)
    if undone:
        log.warning("due work incomplete", kind=kind, done=done, undone=undone)  # infra/edge.yaml watches `undone`
    return done


class DueOutcome(Enum):
    """What became of one piece of due work."""

    DONE = auto()
    NOTHING = auto()  # nothing was to be done, or another run did it
    POSTPONED = auto()  # the cloud does not answer, or newer code has to do it
    FAILED = auto()  # a row that can't be read, or a fault of ours


def _tried(act: Callable[[Key], bool], key: Key) -> DueOutcome:
    try:
        return DueOutcome.DONE if act(key) else DueOutcome.NOTHING
    except Conflict:
        log.info("skipped after a conflict", pk=key.pk, sk=key.sk)
        return DueOutcome.NOTHING
    except WrittenByNewer:
        log.warning("left to newer code", pk=key.pk, sk=key.sk)
        return DueOutcome.POSTPONED
    except Unavailable as trouble:
        log.warning("due work postponed", pk=key.pk, sk=key.sk, reason=str(trouble))
        return DueOutcome.POSTPONED
    except Exception:  # noqa: BLE001 -- whatever it is, the others go on
        log.exception("due work failed", pk=key.pk, sk=key.sk)
        return DueOutcome.FAILED


def _set_aside(table: Table, kind: str, key: Key) -> None:
    """Let a row that failed wait behind the others, unless it was written meanwhile."""
    try:
        found = table.get(key)
        if found is None or found.get("due_kind") != kind:
            return
        change = Change(sha256(f"{found}".encode()).hexdigest()[:32])
        change.update(key, {"due_kind": quarantine(kind)}, {}, Compare("due_at", "=", found["due_at"]))
        table.commit(change)
    except (Conflict, Unavailable) as trouble:
        log.info("due work not set aside", pk=key.pk, sk=key.sk, reason=str(trouble))
