"""An integration: another system that calls the API with a key of its own."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.record import Record

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,31}$")]


class Scope(StrEnum):
    """What an integration may do."""

    EVENTS = "events"  # tell what happened to shipments
    ANNOUNCE = "announce"  # tell what shipments are, and whose


class IssuedKey(Record):
    """A key that was handed out: only its hash is kept."""

    hash: str
    issued_at: datetime
    ends_at: datetime | None = None  # since a newer one was issued


class Integration(Record):
    """One of them. `version` counts its writes: 0 before the first."""

    name: Name
    version: int = 0
    scopes: tuple[Scope, ...]
    issued: tuple[IssuedKey, ...] = ()
