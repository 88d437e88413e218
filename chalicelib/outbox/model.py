"""A letter: a mail that an action owes, written in the action's own transaction and sent afterwards."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.portal.text import Language
from chalicelib.proof import Proof
from chalicelib.record import Record

DUE = "outbox"  # kind of due work


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    WITHHELD = "withheld"  # for good: its mailbox is known not to take any
    FAILED = "failed"  # for good: refused, or tried for long enough
    SENT = "sent"  # the mail service has it
    DELAYED = "delayed"  # and still tries
    RETURNED = "returned"  # the mailbox took it not, as happens: it is full, or away
    DELIVERED = "delivered"
    BOUNCED = "bounced"  # there is no such mailbox
    COMPLAINED = "complained"  # it came, and was called unwanted


WENT_OUT = frozenset({LetterState.SENT, LetterState.DELAYED, LetterState.DELIVERED, LetterState.COMPLAINED})
ARRIVING = WENT_OUT | {LetterState.WAITING}
SHUTS = frozenset({LetterState.BOUNCED, LetterState.COMPLAINED})  # nothing more is sent to such a mailbox


class Letter(Record):
    """`template` is a folder of templates/mail. Nothing in it opens anything: what does is derived when it is sent."""

    id: str
    template: str
    to: str
    account: str | None = None  # whose it is, by the account's id; None: someone's who has none
    member: str | None = None  # who it is for of those who share the account, by id
    language: Language | None = None  # None: not known, so it is written in both
    data: dict[str, str | int] = Field(default_factory=dict)
    proof: Proof | None = None
    one_click: str | None = None  # where a mail program ends such letters, by the proof's token
    awaited: bool = False  # something depends on how it ends: its row stays until that is done
    probe: bool = False  # it goes to a mailbox that is shut too: to find out whether it takes mail again
    created_at: datetime
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    next_at: datetime  # when it may be tried again; while someone tries, the end of the lease
    message_id: str | None = None
    finished_at: datetime | None = None
    told_at: datetime | None = None  # when what the mail service told of it happened

    @property
    def reader(self) -> str | None:
        """In whose list it stands: that of one who shares an account, or that of the account."""
        return self.member or self.account


class Told(Record):
    """What the mail service tells of a letter that it took."""

    letter: str
    state: LetterState
    at: datetime


class Mailbox(Record):
    """What is known of an address: the latest trouble with it, or that there is none any more."""

    id: str  # a pseudonym of the address
    to: str
    account: str | None = None  # to which something was written there last, if anything was
    member: str | None = None
    trouble: LetterState | None = None  # BOUNCED, COMPLAINED or FAILED; None: it works again
    at: datetime
    known_by: str | None = None  # who of the staff has seen it

    @property
    def is_shut(self) -> bool:
        return self.trouble in SHUTS
