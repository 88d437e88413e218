"""Notices that did not arrive: a thing ends only after staff know of them (SECURITY REL14)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.newer import readable
from chalicelib.outbox.actions import read_emails
from chalicelib.retention import rules
from chalicelib.retention.actions.find import list_reviews
from chalicelib.retention.model import Emails, Notice, ScheduledReview
from chalicelib.retention.storage import UNDELIVERED, parse_review, put_review, reviews_prefix
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def list_undelivered(services: Services) -> Iterator[ScheduledReview]:
    """Yield the reviews with a notice that did not arrive, the oldest first."""
    rows = map(services.table.get, services.table.queue(UNDELIVERED))  # the index only finds candidates
    yield from (review for review in readable(parse_review, rows) if review and review.undelivered_at)


def emails_of(services: Services, notices: Iterable[Notice]) -> Emails:
    """Return the emails of notices, by their ids."""
    return read_emails(services, (each.email_id for each in notices))


@retry_on_conflict
def acknowledge(services: Services, account: str, about: str, by: str, now: datetime) -> bool:
    """Note that staff know which notices of a thing did not arrive, so that its time goes on; tell if there were any.

    The reviews of all kinds of the thing are due at once.
    """
    reviews = [each for each in list_reviews(services, account, reviews_prefix(about)) if each.undelivered_at]
    work = UnitOfWork(services, now, by)
    for review in reviews:
        unknown = rules.undelivered(review.notices, emails_of(services, review.notices))
        known = tuple(each.replace(acknowledged_by=by) if each in unknown else each for each in review.notices)
        put_review(work, review.replace(notices=known, undelivered_at=None, review_at=now))
    if reviews:
        work.commit()
    return bool(reviews)
