"""Queries for scheduled reviews."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.cloud.table import Key
from chalicelib.retention.model import ScheduledReview
from chalicelib.retention.storage import PREFIX, parse_review, review_key
from chalicelib.services import Services


def find_review(services: Services, account: str, about: str, kind: str) -> ScheduledReview | None:
    """Return the review of a thing of this kind."""
    return parse_review(services.table.get(review_key(account, about, kind)))


def find_due(services: Services, key: Key, kind: str, now: datetime) -> ScheduledReview | None:
    """Return the review that the index found; None where it is not due after all (SECURITY REL29)."""
    review = parse_review(services.table.get(key))
    return review if review and review.kind == kind and review.review_at <= now else None


def list_reviews(services: Services, account: str, prefix: str = PREFIX) -> Iterator[ScheduledReview]:
    """Yield the reviews of an account, or those whose sort keys begin with the prefix."""
    for item in services.table.query(partition(account), prefix):
        review = parse_review(item)
        if review:
            yield review
