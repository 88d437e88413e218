"""What staff type, and what they are told when it won't do."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from chalicelib.accounts.inputs import Email, Identifier, NewPassword, Password
from chalicelib.authentication.inputs import NewFactor
from chalicelib.phrase import phrase
from chalicelib.portal.text import Language
from chalicelib.record import Record
from chalicelib.staff.model import StaffRole
from chalicelib.web.inputs import Asks, Input, Line, Sentences


def given_where_refused(reason: str | None, info: ValidationInfo) -> str | None:
    """Let a reason be missing only where the `decision`, a field before it, is no refusal."""
    if info.data.get("decision") in ("refuse", "refused") and not reason:
        message = "a refusal without a reason"
        raise ValueError(message)
    return reason


# Beside a `decision`, which comes before it.
ReasonWhereRefused = Annotated[Sentences | None, Field(validate_default=True), AfterValidator(given_where_refused)]


class StaffSignIn(Input):
    """The first step: who, and the password."""

    email: Email
    password: Password


class BlockedSignIn(StaffSignIn):
    """Both steps at once: `code` is the authenticator app's, or a recovery code."""

    code: Annotated[Line, Asks(phrase("Enter a code."), phrase("Enter a code."))]


class OpenAccess(Input):
    """What someone signs in with, whose access is blocked."""

    identifier: Identifier


class SettleMailbox(Input):
    """What is done about an address, by its name in the list."""

    mailbox: Line
    decision: Literal["known", "reopen"]


class AcceptInvitation(Input):
    """The link's token, which a browser has in a cookie, and the password."""

    token: Line | None = None
    password: NewPassword


class FirstFactor(NewFactor):
    """Likewise, by someone who has nothing but an invitation yet."""

    token: Line | None = None


class Roles(Record):
    """A tick for each."""

    reviewer: bool = False
    registrar: bool = False
    finance: bool = False
    administrator: bool = False

    @property
    def chosen(self) -> tuple[StaffRole, ...]:
        return tuple(role for role in StaffRole if getattr(self, role.value))


def _some(roles: Roles) -> Roles:
    if not roles.chosen:
        message = "no role"
        raise ValueError(message)
    return roles


SomeRoles = Annotated[
    Roles, AfterValidator(_some), Asks(phrase("Choose one role at least."), phrase("Choose one role at least."))
]


class InviteStaff(Input):
    """Someone new."""

    email: Email
    language: Annotated[Language, Asks(phrase("Choose a language."), phrase("Choose a language."))]
    roles: SomeRoles


class ChangeRoles(Input):
    """What someone may do from now on."""

    roles: SomeRoles
