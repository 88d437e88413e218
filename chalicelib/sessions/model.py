"""A session: one sign-in on one device, by a person or by one of the staff."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from chalicelib.portal.policies import SessionPolicy
from chalicelib.record import Record


class Session(Record):
    """`hash` is of its secret, which only the client has."""

    hash: str
    epoch: int
    audience: str = ""  # that a person signed in as
    member: str = ""  # who it is of those who share the account, by id
    device: str  # such as « Firefox, Windows »
    created_at: datetime
    seen_at: datetime  # recorded at most every so often (policy)
    ends_at: datetime  # whatever happens


class Principal(Protocol):
    """Whose session it is. `epoch` counts the generations of sessions: a new one ends the old."""

    @property
    def id(self) -> str: ...

    @property
    def epoch(self) -> int: ...

    @property
    def is_active(self) -> bool: ...


class SessionStore(NamedTuple):
    """Where the sessions of one kind of owners lie, and how long they last."""

    partition: Callable[[str], str]  # of the owner of this id
    policy: SessionPolicy
