"""The outbox: emails that actions enqueue in their own transaction, and what is known of mailboxes."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.portal.text import Language
from chalicelib.proof import Proof
from chalicelib.record import Record

DUE = "outbox"  # kind of due work


class EmailState(StrEnum):
    """State of an email. Delivery events only move it down this list."""

    WAITING = "waiting"
    WITHHELD = "withheld"  # for good: its mailbox is known not to take any
    FAILED = "failed"  # for good: refused, or tried for long enough
    SENT = "sent"  # the mail service has it
    DELAYED = "delayed"  # and still tries
    RETURNED = "returned"  # the mailbox took it not, as happens: it is full, or away
    DELIVERED = "delivered"
    BOUNCED = "bounced"  # there is no such mailbox
    COMPLAINED = "complained"  # it came, and was called unwanted


WENT_OUT = frozenset({EmailState.SENT, EmailState.DELAYED, EmailState.DELIVERED, EmailState.COMPLAINED})
ARRIVING = WENT_OUT | {EmailState.WAITING}
SHUTS = frozenset({EmailState.BOUNCED, EmailState.COMPLAINED})  # nothing more is sent to such a mailbox


class OutboxEmail(Record):
    """`template` is a folder of templates/mail. It holds no secret: links and codes are derived when it is sent."""

    id: str
    template: str
    to: str
    account: str | None = None  # whose it is, by the account's id; None: someone's who has none
    member: str | None = None  # who it is for of those who share the account, by id
    language: Language | None = None  # None: not known, so it is written in both
    data: dict[str, str | int] = Field(default_factory=dict)
    proof: Proof | None = None
    ends_at: datetime | None = None  # of the proof
    is_late: bool = False  # the proof had ended when it was last tried: it says so instead of bringing it
    one_click: str | None = None  # where a mail program ends such emails, by the proof's token
    pinned: bool = False  # something depends on its result: its row has no TTL until it is unpinned or deleted
    is_test: bool = False  # it goes to a shut mailbox too, to find out whether it accepts mail again
    created_at: datetime
    state: EmailState = EmailState.WAITING
    attempts: int = 0
    next_at: datetime  # when it may be tried again; while someone tries, the end of the lease
    message_id: str | None = None
    finished_at: datetime | None = None
    event_at: datetime | None = None  # time of the delivery event that set the state

    @property
    def recipient(self) -> str | None:
        """The id under which it is listed: that of a person who shares an account, or that of the account."""
        return self.member or self.account


class DeliveryEvent(Record):
    """A report of the mail service on an email that it accepted."""

    email_id: str
    state: EmailState
    at: datetime


class Mailbox(Record):
    """What is known of an address: the latest trouble with it, or that there is none any more."""

    id: str  # a pseudonym of the address
    to: str
    account: str | None = None  # to which something was written there last, if anything was
    member: str | None = None
    trouble: EmailState | None = None  # BOUNCED, COMPLAINED or FAILED; None: it works again
    at: datetime
    known_by: str | None = None  # who of the staff has seen it

    @property
    def is_shut(self) -> bool:
        return self.trouble in SHUTS
