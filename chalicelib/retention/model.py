"""A watch: what a job needs to know of something that time will end. It lies beside that, in a row of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.outbox.model import OutboxEmail
from chalicelib.record import Record


class Notice(Record):
    """An end was announced. `since` is the last activity that it was counted from: after another one it is void."""

    since: datetime
    sent_at: datetime  # once that is known; before, when it was enqueued
    email_id: str
    nonce: str  # of the link that calls it off
    acknowledged_by: str | None = None  # staff know that the email did not arrive


class Watch(Record):
    """`about` is the sort key of what is watched, and `command` names the write that made the watch what it is."""

    account: str
    about: str
    command: str
    kind: str  # of due work
    look_at: datetime  # when a job looks at it next
    notices: tuple[Notice, ...] = ()
    undelivered_at: datetime | None = None  # staff see since then that a notice did not arrive


class Notify(NamedTuple):
    """Announce the end, for the first time where `number` is 0; it comes at `ends_at` at the earliest."""

    number: int
    ends_at: datetime


class End(NamedTuple):
    """Its time is over."""


class Wait(NamedTuple):
    """Nothing is to be done before then."""

    until: datetime


Step = Notify | End | Wait
Emails = Mapping[str, OutboxEmail | None]  # by id
