"""Input models of accounts, with their error messages."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from chalicelib.accounts.rules.identifiers import canonical
from chalicelib.phrase import phrase
from chalicelib.web.inputs import Asks, Input, Line

LONGEST_PASSWORD = 256  # characters: what is hashed is bounded (SECURITY SEC15)


def _email(text: str) -> str:
    if canonical("email", text) is None:
        message = "not an e-mail address"
        raise ValueError(message)
    return text


def _user_name(text: str) -> str:
    if canonical("user_name", text) is None:
        message = "not a user name"
        raise ValueError(message)
    return text


def _ticked(value: bool) -> bool:  # noqa: FBT001 -- a validator takes one value
    if not value:
        message = "not ticked"
        raise ValueError(message)
    return value


ASKS_EMAIL = Asks(
    phrase("Enter your email address."),
    phrase("Enter an email address in the right format, such as name@example.org."),
)
Email = Annotated[Line, AfterValidator(_email), ASKS_EMAIL]
Password = Annotated[
    SecretStr,
    Field(min_length=1, max_length=LONGEST_PASSWORD),
    Asks(phrase("Enter your password."), phrase("This password is too long.")),
]
NewPassword = Annotated[
    SecretStr,
    Field(min_length=1, max_length=LONGEST_PASSWORD),
    Asks(phrase("Choose a password."), phrase("This password is too long.")),
]
Identifier = Annotated[Line, Asks(phrase("Enter your sign-in identifier."), phrase("This identifier can’t be used."))]


class SignUp(Input):
    """A new account (REQUIREMENTS A1)."""

    email: Email
    user_name: Annotated[
        Line | None,
        AfterValidator(lambda name: name and _user_name(name)),
        Asks(
            phrase("Choose a user name."),
            phrase("A user name has 3 to 64 letters, digits, dots, hyphens or underscores."),
        ),
    ] = None
    password: NewPassword
    accept_terms: Annotated[
        bool,
        AfterValidator(_ticked),
        Asks(
            phrase("Accept the terms of use to create an account."),
            phrase("Accept the terms of use to create an account."),
        ),
    ]


class Activate(Input):
    """The code of the activation mail (REQUIREMENTS A3)."""

    email: Email
    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=32),
        Asks(phrase("Enter the code from the email. This field can’t be empty."), phrase("The code has only digits.")),
    ]
    secret: Line | None = None  # a program's, from the answer to its sign-up: the password chosen then stays


class Resend(Input):
    """The activation mail again (REQUIREMENTS A4)."""

    email: Email


class SignIn(Input):
    """Who, and the proof (REQUIREMENTS S1). `remember` remembers the identifier, never the session."""

    identifier: Identifier
    password: Password
    audience: Line | None = None
    remember: bool = False


class ForgottenPassword(Input):
    """Where to send the link (REQUIREMENTS S4)."""

    identifier: Identifier
    email: Annotated[Email | None, ASKS_EMAIL] = None
    audience: Line | None = None


class ResetPassword(Input):
    """The link's token, which a browser has in a cookie, and the new password."""

    token: Line | None = None
    password: NewPassword


class ForgottenIdentifier(Input):
    """Where to send what one signs in with (REQUIREMENTS S4)."""

    email: Email
