"""Storage of scheduled reviews: in the person's partition, one row for each thing and kind, in the due index."""

from datetime import datetime

from chalicelib.activities.model import partition
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Compare, Item, Key, RowKind
from chalicelib.retention.model import ScheduledReview

PREFIX = "REVIEW#"
UNDELIVERED = "undelivered"  # queue of the reviews of which a notice did not arrive


def review_key(account: str, about: str, kind: str) -> Key:
    return Key(partition(account), f"{reviews_prefix(about)}{kind}")


def reviews_prefix(about: str) -> str:
    """Return how the sort keys of all reviews of one thing begin."""
    return f"{PREFIX}{about}#"


def about_in(key: Key, kind: str) -> str:
    """Return the sort key of the thing that a review of this kind is about."""
    return key.sk.removeprefix(PREFIX).removesuffix(f"#{kind}")


def parse_review(item: Item | None) -> ScheduledReview | None:
    return ScheduledReview.from_item(item) if item else None


def put_review(change: Change, review: ScheduledReview) -> None:
    """Write a review that was read; fail if it was written since (optimistic lock)."""
    change.put(_item(review.replace(command=change.idempotency_token)), Compare("command", "=", review.command))


def set_review(change: Change, review: ScheduledReview) -> None:
    """Write a review over an earlier one of the same thing and kind, if there is one."""
    change.put(_item(review), None)


def delete_review(change: Change, review: ScheduledReview) -> None:
    """Delete a review that was read; fail if it was written since."""
    key = review_key(review.account, review.about, review.kind)
    change.delete(key, Compare("command", "=", review.command))


def write_notice(change: Change, review: ScheduledReview, number: int, since: datetime) -> None:
    """Write the row of the effect: this notice of this absence is sent once (SECURITY REL01)."""
    change.once(Key(partition(review.account), f"NOTICE#{review.about}#{review.kind}#{number}#{to_iso(since)}"))


def _item(review: ScheduledReview) -> Item:
    key = review_key(review.account, review.about, review.kind)
    item = {**key._asdict(), **review.stored()}
    if review.undelivered_at:
        item |= {"queue": UNDELIVERED, "queue_at": to_iso(review.undelivered_at)}
    return item | {"due_kind": review.kind, "due_at": to_iso(review.review_at)}


ROWS = (
    RowKind(
        "ACCOUNT#<account>",
        "NOTICE#<about...>#<kind>#<number>#<since>",
        "A notice that was sent, or number 0: a review that was done. Makes each happen once.",
        None,
        (write_notice,),
    ),
    RowKind(
        "ACCOUNT#<account>",
        "REVIEW#<about...>#<kind>",
        "When a job reviews whether the time of another row is over, and which notices were sent.",
        ScheduledReview,
        (put_review, set_review),
        parse_review,
        due=("<kind>",),
        queue=UNDELIVERED,
    ),
)
