"""Card payments as the actions see them: the page that takes the money, its events, refunds."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class PaymentOutcome(StrEnum):
    """What became of a payment."""

    PROCESSING = "processing"
    FAILED = "failed"
    EXPIRED = "expired"
    SUCCEEDED = "succeeded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute-won"
    DISPUTE_LOST = "dispute-lost"
    REFUNDED = "refunded"  # some of it or all
    REFUND_FAILED = "refund-failed"  # days later: the card's bank did not take it


class Wanted(NamedTuple):
    """One payment that is wanted. The same one asked for again, word for word, gives the same page."""

    payment: str  # ours, and the idempotency key
    invoice: str
    cents: int
    currency: str
    title: str
    language: str
    email: str | None  # of who pays, where it is known
    back: str  # where the browser goes when it is paid
    cancel: str
    ends_at: datetime


class PayPage(NamedTuple):
    """Where a browser pays."""

    session: str
    url: str


class PaymentEvent(NamedTuple):
    """Something that is told of a payment. `id` is the event's; what a kind of event does not say is None."""

    id: str
    outcome: PaymentOutcome
    payment: str | None  # ours
    invoice: str | None
    reference: str | None  # theirs
    cents: int | None = None
    currency: str | None = None
    refunded: int = 0


class Untrusted(Exception):  # noqa: N818 -- a noun: something that comes from who knows whom
    """A notice that proves nothing; the message says why, and never what it says."""


class Rejected(Exception):  # noqa: N818 -- an answer: it will be the same whenever it is asked
    """What was asked for can't be done, now or later; the message is a code and tells nothing of anybody."""


class Payments(Protocol):
    """Takes cards. All calls raise Unavailable for *not now*; what may have happened then is found by asking again."""

    @property
    def pages_at(self) -> str:
        """Return the origin of the pages that take the money."""
        ...

    def offer(self, wanted: Wanted) -> PayPage:
        """Open the page for one payment."""
        ...

    def retrieve(self, session: str) -> PaymentEvent | None:
        """Return what became of it; None while the page is open."""
        ...

    def close(self, session: str) -> None:
        """Close a page that is still open, so that nobody pays by it any more."""
        ...

    def whose(self, reference: str) -> tuple[str, str] | None:
        """Return our invoice and our payment of theirs; None where it is none of ours."""
        ...

    def refund(self, refund: str, reference: str, cents: int) -> None:
        """Give money back, once for each of our refunds however often it is asked; raise Rejected."""
        ...

    def read(self, body: bytes, signature: str, now: datetime) -> PaymentEvent | None:
        """Return what a webhook tells, None where that is nothing to us; raise Untrusted."""
        ...
