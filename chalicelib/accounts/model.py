"""An account, and what is proven of it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.portal.model import IdentifierKind
from chalicelib.portal.text import Language
from chalicelib.proof import Proof
from chalicelib.record import Record
from chalicelib.urls import path_for

ACTIVATE = path_for("sign_up.activate")
RESET = path_for("recovery.reset_password")


class AccountState(StrEnum):
    """Where an account stands. Only an active one can be signed in to."""

    PENDING = "pending"  # its address is not proven yet
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Choice(Record):
    """What was chosen at a sign-up."""

    password: str  # its hash
    user_name: str | None = None


class Activation(Record):
    """How an address is proven: what was mailed there, and who signed up with it (REQUIREMENTS A3, A4).

    Anyone can sign up with an address, so what was chosen belongs to the browser or program in which it was: `choices`
    are by a pseudonym of it. Only the one that proves the address keeps its choice (SECURITY SEC19).
    """

    nonce: str
    sent_at: datetime
    expires_at: datetime
    window_ends_at: datetime  # then the account is gone
    sends: int
    choices: dict[str, Choice] = Field(default_factory=dict)  # none once the address is proven
    proven_by: str | None = None  # a pseudonym of who proved it, by browser or else by network address

    def proof(self, owner: str, digits: int) -> Proof:
        """Return the link and the code, `digits` long, that activate the account of this id."""
        ends_at = min(self.expires_at, self.window_ends_at)
        return Proof(path=ACTIVATE, owner=owner, nonce=self.nonce, digits=digits, ends_at=ends_at)


class Reset(Record):
    """A new password that may be chosen (REQUIREMENTS S4)."""

    nonce: str
    expires_at: datetime
    first: bool = False  # it follows the activation: the password is chosen, not changed

    def proof(self, owner: str) -> Proof:
        """Return the link with which the owner, an account's id, chooses a password."""
        return Proof(path=RESET, owner=owner, nonce=self.nonce, ends_at=self.expires_at)


class Account(Record):
    """One person's account. `version` counts its writes; `epoch` its sessions' generations: a new one ends the old."""

    id: str
    version: int = 1
    state: AccountState
    audiences: tuple[str, ...]
    identifiers: dict[IdentifierKind, str]  # as the person writes them
    email: str
    language: Language | None = None  # None: not known, so mails are in both
    password: str  # its hash
    earlier_passwords: tuple[str, ...] = ()
    password_set_at: datetime
    epoch: int = 1
    created_at: datetime
    last_active_at: datetime
    unreachable_since: datetime | None = None  # mails to its address come back, or are not wanted
    people: int = 0  # who share its access code, each with a name under it; 0: it is one person's own
    activation: Activation | None = None  # None where staff opened the account
    reset: Reset | None = None

    @property
    def is_active(self) -> bool:
        return self.state is AccountState.ACTIVE

    @property
    def is_shared(self) -> bool:
        return self.people > 0


class Member(Record):
    """One of those who share an access code: the name, address and language that are their own (REQUIREMENTS A7)."""

    id: str
    name: str
    email: str
    language: Language | None = None  # None: not known, so mails are in both
    is_administrator: bool = False  # adds and removes the others
    added_at: datetime
    unreachable_since: datetime | None = None  # mails to the own address come back, or are not wanted


class PersonName(Record):
    """Name of the account's person: as an application claims it, then as an acceptance confirms it."""

    account: str
    version: int = 1
    name: str
    confirmed_at: datetime | None = None  # staff accepted the application; a later claim does not change the name
    caused_by: str  # sort key of the application


class Tombstone(Record):
    """That there was an account, and why there is none any more. Nothing of it says whose it was."""

    account: str
    removed_at: datetime
    reason: str = "inactive"
    last_active_at: datetime
    told_at: tuple[datetime, ...]  # when its end was announced
