"""What the pages of accounts show: to people through a template, to programs as it is."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.record import Record
from chalicelib.sessions.model import Session


class Rule(Record):
    """One rule for passwords, in the language of the address; `slug` is for scripts."""

    slug: str | None
    text: str

    @property
    def pair(self) -> tuple[str | None, str]:
        return self.slug, self.text


class SignUpPage(Record):
    """What a new account needs."""

    password_rules: tuple[Rule, ...]
    asks_user_name: bool


class Accepted(Record):
    """Something is on its way by mail; nothing here tells whether there is an account."""

    message: str


class ActivatePage(Record):
    """Where the code is typed, or the link confirmed."""

    email: str | None
    link: str | None  # what the opened link is worth: ready, elsewhere, void; None where none was opened
    valid_for_seconds: int
    resend_after_seconds: int


class ResendPage(Record):
    """Where the activation mail is asked for again."""

    window_seconds: int  # after sign-up
    resend_after_seconds: int
    max_sends: int


class Activated(Record):
    """The account is open."""

    state: str


class AudienceChoice(Record):
    """A kind of person who can sign in."""

    key: str
    name: str

    @property
    def option(self) -> tuple[str, str]:
        return self.key, self.name


class SignInPage(Record):
    """What signing in needs here."""

    identifier: str  # what the portal calls it
    audiences: tuple[AudienceChoice, ...]  # to choose from, where there are several
    offers_remember: bool
    session_ended: bool


class SignedInAnswer(Record):
    """The session, for a program: its token goes into the header `Authorization: Bearer`."""

    session: str | None = None  # None for browsers, which have it in a cookie
    ends_at: datetime
    must_change_password: bool
    must_say_who: bool = False  # several share the account: `/account/who` comes first


class ForgottenPasswordPage(Record):
    """Where to send the link."""

    identifier: str
    audiences: tuple[AudienceChoice, ...]
    asks_email: bool
    valid_for_seconds: int


class ResetPasswordPage(Record):
    """Where a new password is chosen."""

    link_is_open: bool
    password_rules: tuple[Rule, ...]


class ForgottenIdentifierPage(Record):
    """Where to send what one signs in with."""

    identifier: str


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


class LetterRow(Record):
    """One mail of ours: `letter` is its name, `state_since` None while it waits to be sent."""

    letter: str
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
    letters: tuple[LetterRow, ...]


class StayPage(Record):
    """How long the session lasts now."""

    ends_at: datetime


class Changed(Record):
    """It is done."""

    message: str


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
