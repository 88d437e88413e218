"""Response models of accounts: rendered by templates for people, sent as JSON to programs."""

from datetime import datetime

from chalicelib.record import Record
from chalicelib.web.common_schemas import Accepted


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


class ActivatePage(Record):
    """Where the code is typed, or the link confirmed."""

    email: str | None
    link: str | None  # what the opened link is worth: ready, elsewhere, active, void; None where none was opened
    valid_for_seconds: int
    resend_after_seconds: int


class ResendPage(Record):
    """Where the activation mail is asked for again."""

    window_seconds: int  # after sign-up
    resend_after_seconds: int
    max_sends: int


class SignedUp(Accepted):
    """The answer to a sign-up, with a secret for a program: with it, the code opens the account with this password."""

    secret: str | None = None  # None for browsers, which have a cookie


class Activated(Record):
    """The account is open."""

    state: str
    password_token: str | None = None  # there is no password yet: choose one with this at `/password/reset`


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
