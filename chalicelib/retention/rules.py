"""Rules of retention: notices before the end of an unused record (REQUIREMENTS E1-E3; SECURITY REL14, REL22)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.outbox.model import ARRIVING, WENT_OUT, EmailState, OutboxEmail
from chalicelib.portal.terms import Term
from chalicelib.retention.model import Emails, End, Notice, Notify, Step, Wait

Notices = tuple[Notice, ...]


def next_step(since: datetime, notices: Notices, term: Term, now: datetime, zone: ZoneInfo) -> Step:
    """Return what is to be done, by the last activity and the notices that are `valid` after it.

    However late a job runs, no notice is skipped, and the days between it and the next step are not cut short.
    """
    ends_at = end(since, notices, term, zone)
    if len(notices) >= len(term.notices):
        return End() if ends_at <= now else Wait(ends_at)
    ahead = term.notices[len(notices)]
    due = ahead.before(ends_at, zone)
    return Notify(len(notices), max(ends_at, ahead.after(now, zone))) if due <= now else Wait(due)


def end(since: datetime, notices: Notices, term: Term, zone: ZoneInfo) -> datetime:
    """Return the earliest end: after the term, and as long after each notice as it has to come before the end."""
    after_notices = (ahead.after(notice.sent_at, zone) for notice, ahead in zip(notices, term.notices, strict=False))
    return max([term.kept.after(since, zone), *after_notices])


def forecast(
    since: datetime, notices: Notices, term: Term, now: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, Notify | End]]:
    """Yield the steps until then if there is no activity, every email arrives and every job is on time."""
    while now <= until:
        step = next_step(since, notices, term, now, zone)
        if isinstance(step, Wait):
            now = step.until
            continue
        yield now, step
        if isinstance(step, End):
            return
        notices = (*notices, Notice(since=since, sent_at=now, email_id="", nonce=""))


def valid(notices: Notices, since: datetime) -> Notices:
    """Return the notices of the present absence: any activity voids the notices before it."""
    return tuple(notice for notice in notices if notice.since == since)


def as_sent(notices: Iterable[Notice], emails: Emails) -> Notices:
    """Return the notices with the time at which their emails really went out, where that is known."""
    return tuple(each.replace(sent_at=_sent_at(emails[each.email_id]) or each.sent_at) for each in notices)


def undelivered(notices: Iterable[Notice], emails: Emails) -> Notices:
    """Return the notices that did not arrive and that staff did not acknowledge yet (SECURITY REL14)."""
    return tuple(each for each in notices if not each.acknowledged_by and _state(emails[each.email_id]) not in ARRIVING)


def are_settled(notices: Iterable[Notice], emails: Emails) -> bool:
    """Tell whether each notice was sent, or staff acknowledged that it did not arrive."""
    return all(each.acknowledged_by or _state(emails[each.email_id]) in WENT_OUT for each in notices)


def _sent_at(email: OutboxEmail | None) -> datetime | None:
    return email.finished_at if email and email.state in WENT_OUT else None


def _state(email: OutboxEmail | None) -> EmailState | None:
    return email.state if email else None
