"""Scheduling of reviews: set, replaced, moved to another day, cancelled."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.cloud.table import Change
from chalicelib.outbox.actions import delete_emails
from chalicelib.portal.terms import Term
from chalicelib.retention.actions.find import find_review
from chalicelib.retention.actions.retainable import Retainable
from chalicelib.retention.model import Notice, ScheduledReview
from chalicelib.retention.storage import delete_review, put_review, set_review, write_notice
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def schedule_review(change: Change, account: str, about: str, kind: str, review_at: datetime) -> None:
    """Schedule a review in the change that makes it necessary; reviews of other kinds stay as they are."""
    review = ScheduledReview(
        account=account, about=about, command=change.idempotency_token, kind=kind, review_at=review_at
    )
    set_review(change, review)


def end_review(work: UnitOfWork, account: str, about: str, kind: str) -> None:
    """Delete the review of this kind in the change, if there is one; the emails of its notices are released."""
    review = find_review(work.services, account, about, kind)
    if review:
        delete_review(work, review)
        _unpin_voided(work, review.notices)


@retry_on_conflict
def schedule_earlier(services: Services, account: str, about: str, kind: str, retainable: Retainable) -> bool:
    """Schedule a review by the present policy if there is none or it comes later; tell whether that was so."""
    at, change = first_review_at(services, retainable.since, retainable.term), Change(services.ids.new())
    review = find_review(services, account, about, kind)
    if review is None:
        schedule_review(change, account, about, kind, at)
    elif review.review_at > at and not review.notices:
        put_review(change, review.replace(review_at=at))
    else:
        return False
    services.table.commit(change)
    return True


def schedule_next(change: Change, review: ScheduledReview, review_at: datetime | None) -> None:
    """Note in the change that the due review was carried out, and schedule the next one; None: there is none."""
    write_notice(change, review, 0, review.review_at)
    if review_at:
        put_review(change, review.replace(review_at=review_at))
    else:
        delete_review(change, review)


def cancel_review(services: Services, review: ScheduledReview) -> bool:
    """Delete the review of a thing that is gone or changed its state; nothing happens to the thing: return False."""
    change = Change(services.ids.new())
    delete_review(change, review)
    _unpin_voided(change, review.notices)
    services.table.commit(change)
    return False


def first_review_at(services: Services, since: datetime, term: Term) -> datetime:
    """Return when the first notice, or the end, is due if there is no activity."""
    zone = services.portal.zone
    ends_at = term.kept.after(since, zone)
    return term.notices[0].before(ends_at, zone) if term.notices else ends_at


def _unpin_voided(change: Change, notices: Iterable[Notice]) -> None:
    delete_emails(change, (each.email_id for each in notices))
