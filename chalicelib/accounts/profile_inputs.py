"""Input models of the pages of a person's own account, with their error messages."""

from typing import Annotated

from pydantic import Field

from chalicelib.accounts.inputs import ASKS_EMAIL, Email, NewPassword, Password
from chalicelib.phrase import phrase
from chalicelib.portal.text import Language
from chalicelib.web.inputs import Asks, Input, Line

ASKS_NAME = Asks(phrase("Enter a first and last name."), phrase("This name is too long."))
FullName = Annotated[Line, Field(max_length=100), ASKS_NAME]


class ChangePassword(Input):
    """The password as it is, and as it will be (REQUIREMENTS S6)."""

    current: Password
    password: NewPassword


class Profile(Input):
    """What a person sets for all mails and pages (REQUIREMENTS D5)."""

    language: Annotated[Language, Asks(phrase("Choose a language."), phrase("Choose a language."))]
    name: Annotated[FullName | None, ASKS_NAME] = None  # of who shares an account
    email: Annotated[Email | None, ASKS_EMAIL] = None


class SayWho(Input):
    """Who it is of those who share an account, by id."""

    person: Annotated[Line, Asks(phrase("Say who you are."), phrase("Say who you are."))]


class AddMember(Input):
    """Someone who will share the account (REQUIREMENTS A7)."""

    name: FullName
    email: Email
    language: Annotated[Language, Asks(phrase("Choose a language."), phrase("Choose a language."))]
    is_administrator: bool = False


class RemoveMember(Input):
    """Someone who will share it no more, by id."""

    person: Line


class SendEmailAgain(Input):
    """One email, by its name in the list (REQUIREMENTS X4)."""

    email_id: Line


class EndSession(Input):
    """One session to end, by its name in the list; all others where none is named (REQUIREMENTS S11)."""

    session: Line | None = None
