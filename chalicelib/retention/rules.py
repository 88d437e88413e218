"""When something ends that nobody uses any more, and what comes before (REQUIREMENTS E1-E3; SECURITY REL14, REL22)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.outbox.model import LetterState
from chalicelib.portal.terms import Term
from chalicelib.retention.model import End, Notice, Notify, States, Step, Wait

Notices = tuple[Notice, ...]


def next_step(since: datetime, notices: Notices, term: Term, now: datetime, zone: ZoneInfo) -> Step:
    """Return what is to be done, by the last activity and the notices that are `valid` after it.

    However late a job comes, no notice is skipped, and the days between it and what follows are not cut short.
    """
    ends_at = end(since, notices, term, zone)
    if len(notices) >= len(term.notices):
        return End() if ends_at <= now else Wait(ends_at)
    ahead = term.notices[len(notices)]
    due = ahead.before(ends_at, zone)
    return Notify(len(notices), max(ends_at, ahead.after(now, zone))) if due <= now else Wait(due)


def end(since: datetime, notices: Notices, term: Term, zone: ZoneInfo) -> datetime:
    """Return the earliest end: after the time that it is kept, and as long after each notice as that was ahead."""
    after_notices = (ahead.after(notice.sent_at, zone) for notice, ahead in zip(notices, term.notices, strict=False))
    return max([term.kept.after(since, zone), *after_notices])


def valid(notices: Notices, since: datetime) -> Notices:
    """Return those that were sent because of this very absence: whatever is done voids what was announced before."""
    return tuple(notice for notice in notices if notice.since == since)


def undelivered(notices: Iterable[Notice], states: States) -> Notices:
    """Return those that did not arrive, of which nobody of the staff knows yet (SECURITY REL14)."""
    arriving = (LetterState.SENT, LetterState.WAITING)
    return tuple(each for each in notices if not each.acknowledged_by and states[each.letter] not in arriving)


def are_settled(notices: Iterable[Notice], states: States) -> bool:
    """Tell whether each notice was sent, or staff know that it can't be."""
    return all(each.acknowledged_by or states[each.letter] is LetterState.SENT for each in notices)
