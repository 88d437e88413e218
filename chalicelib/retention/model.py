"""Scheduled reviews: when a job next reviews a thing, and which notices it has sent. Kept beside the thing."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.outbox.model import OutboxEmail
from chalicelib.record import Record


class Notice(Record):
    """An announcement of the end. `since` is the last activity it counts from: a later activity voids it."""

    since: datetime
    sent_at: datetime  # when it went out, once that is known; until then, when it was enqueued
    email_id: str
    nonce: str  # of the link that keeps the thing
    acknowledged_by: str | None = None  # staff know that the email did not arrive


class ScheduledReview(Record):
    """A review of one thing for one reason. A thing has one review of each kind.

    `about` is the sort key of the thing; `command` names the write that made the review as it is (optimistic lock).
    """

    account: str
    about: str
    command: str
    kind: str  # of due work
    review_at: datetime  # when a job reviews it next
    notices: tuple[Notice, ...] = ()
    undelivered_at: datetime | None = None  # since when staff see that a notice did not arrive


class Notify(NamedTuple):
    """Announce the end (the first time where `number` is 0); it comes at `ends_at` at the earliest."""

    number: int
    ends_at: datetime


class End(NamedTuple):
    """End the thing now."""


class Wait(NamedTuple):
    """Do nothing before then."""

    until: datetime


Step = Notify | End | Wait
Emails = Mapping[str, OutboxEmail | None]  # by id
