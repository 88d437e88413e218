"""Response models of the pages of a person's own account and of its members."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.accounts.model import Account, Member
from chalicelib.accounts.schemas import Rule
from chalicelib.activities.model import Activity
from chalicelib.portal.text import Language
from chalicelib.record import Record
from chalicelib.sessions.model import Session


class Event(Record):
    """Something that happened to the account."""

    kind: str
    at: datetime


class PasswordPage(Record):
    """Where the password is changed."""

    password_rules: tuple[Rule, ...]
    expired: bool
    is_shared: bool = False  # with others who have the same access code


class SessionRow(Record):
    """One sign-in on one device; `session` is its name, which opens nothing."""

    session: str
    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


class SessionsPage(Record):
    """Where one is signed in."""

    sessions: tuple[SessionRow, ...]


class EmailRow(Record):
    """One mail of ours: `email_id` is its id, `state_since` None while it waits to be sent."""

    email_id: str
    subject: str
    to: str
    state: str
    written_at: datetime
    state_since: datetime | None
    can_be_sent_again: bool


class MailPage(Record):
    """What was written to someone, the latest first; `unreachable_since`, nothing is sent."""

    email: str
    unreachable_since: datetime | None
    emails: tuple[EmailRow, ...]


class StayPage(Record):
    """How long the session lasts now."""

    ends_at: datetime


class Deed(Event):
    """Something that happened to the account; `by` is the name of one of those who share it."""

    by: str | None


class MemberRow(Record):
    """One of those who share an account."""

    person: str  # by id
    name: str
    email: str
    language: Language | None
    is_administrator: bool
    is_oneself: bool

    @property
    def option(self) -> tuple[str, str]:
        return self.person, self.name


class AccountPage(Record):
    """The account as its owner sees it."""

    email: str
    identifiers: dict[str, str]
    language: Language | None
    created_at: datetime
    recent: tuple[Deed, ...]
    member: MemberRow | None = None  # who it is, where several share the account


class WhoPage(Record):
    """Where someone who shares an account says who it is."""

    people: tuple[MemberRow, ...]


class MembersPage(Record):
    """Those who share the account; administrators change who they are."""

    people: tuple[MemberRow, ...]
    may_change: bool


def member_row(member: Member, oneself: str) -> MemberRow:
    return MemberRow(
        person=member.id,
        name=member.name,
        email=member.email,
        language=member.language,
        is_administrator=member.is_administrator,
        is_oneself=member.id == oneself,
    )


def account_shown(
    account: Account, recent: Iterable[Activity], me: Member | None, members: Iterable[Member]
) -> AccountPage:
    """Return the page; `me` is who it is of those who share the account."""
    names = {each.id: each.name for each in members}
    return AccountPage(
        email=account.email,
        identifiers={str(kind): text for kind, text in account.identifiers.items()},
        language=me.language if me else account.language,
        created_at=account.created_at,
        recent=tuple(Deed(kind=each.kind, at=each.at, by=names.get(each.by)) for each in recent),
        member=member_row(me, me.id) if me else None,
    )


def sessions_shown(sessions: Iterable[Session], this: Session) -> SessionsPage:
    return SessionsPage(sessions=tuple(_row(session, this) for session in sessions))


def _row(session: Session, this: Session) -> SessionRow:
    return SessionRow(
        session=session.hash,
        device=session.device,
        created_at=session.created_at,
        seen_at=session.seen_at,
        is_this=session.hash == this.hash,
    )
