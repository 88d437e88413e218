"""What someone asks for on a form, and what staff answered (REQUIREMENTS A7, S5)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.applications.model import Decision
from chalicelib.portal.text import Language
from chalicelib.record import Record


class RequestKind(StrEnum):
    """What is asked for: a kind is also the name of its form."""

    ACCESS = "access"
    RECOVERY = "recovery"


class Reply(Record):
    """What staff answered. `by` is an id of theirs; `account` is the one that was opened, or opened again."""

    decision: Decision
    reason: str | None = None
    by: str
    at: datetime
    account: str | None = None


class AccessRequest(Record):
    """One form that was sent. `version` counts its writes."""

    id: str
    version: int = 1
    kind: RequestKind
    language: Language
    name: str
    email: str
    answers: dict[str, Any]  # all of them, as they were given
    asked_at: datetime
    reply: Reply | None = None
