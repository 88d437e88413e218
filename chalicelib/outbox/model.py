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
    SENT = "sent"
    FAILED = "failed"  # for good: refused, or tried for long enough


class Letter(Record):
    """`template` is a folder of templates/mail. Nothing in it opens anything: what does is derived when it is sent."""

    id: str
    template: str
    to: str
    language: Language | None = None  # None: not known, so it is written in both
    data: dict[str, str | int] = Field(default_factory=dict)
    proof: Proof | None = None
    one_click: str | None = None  # where a mail program ends such letters, by the proof's token
    awaited: bool = False  # something depends on how it ends: its row stays until that is done
    created_at: datetime
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    next_at: datetime  # when it may be tried again; while someone tries, the end of the lease
    message_id: str | None = None
    finished_at: datetime | None = None
