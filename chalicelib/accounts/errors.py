"""Errors of accounts, with their messages."""

from datetime import timedelta
from typing import ClassVar

from chalicelib.errors import ErrorKind, Invalid, RequestError
from chalicelib.phrase import Phrase, phrase
from chalicelib.portal.model import Portal


class SignInRefused(RequestError):
    """One answer for every reason: unknown, wrong, locked, closed. Nobody learns which it was (SECURITY SEC02)."""

    kind = ErrorKind.UNAUTHENTICATED
    title = phrase("You could not be signed in")
    words: ClassVar[Phrase] = phrase(
        "The sign-in identifier or the password is not right. After {attempts} failures, access is blocked for "
        "{duration}, even with the right password: wait, then try again, or choose a new password."
    )

    def __init__(self, portal: Portal) -> None:
        lockout = portal.policies.lockout
        super().__init__(self.words._replace(data={"attempts": lockout.attempts, "duration": lockout.duration}))


class NotThePassword(Invalid):
    """The password that someone has to prove again before it changes."""

    def __init__(self) -> None:
        super().__init__({"current": phrase("This is not your password as it is now.")})


class NobodyKnown(Invalid):
    """Staff typed an identifier that nobody has; it is no secret to them."""

    def __init__(self) -> None:
        super().__init__({"identifier": phrase("Nobody signs in with this.")})


class SignInNeeded(RequestError):
    """The page is for someone who is signed in; a browser is taken to the sign-in page and back."""

    kind = ErrorKind.UNAUTHENTICATED
    title = phrase("Sign in first")
    send_to = "sign_in.page"

    def __init__(self) -> None:
        super().__init__(phrase("Sign in to see this page."))


class PasswordChangeNeeded(RequestError):
    """The password is too old: nothing else opens before there is a new one (REQUIREMENTS S6)."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Your password has expired")
    send_to = "account.password"

    def __init__(self) -> None:
        super().__init__(phrase("Choose a new password to go on."))


class WhoNeeded(RequestError):
    """Several share the account: nothing opens before one has said who it is (REQUIREMENTS A7)."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Say who you are")
    send_to = "sharing.who"

    def __init__(self) -> None:
        super().__init__(phrase("Several people share this access code. Choose your name to go on."))


class NotAdministrator(RequestError):
    """Only some of those who share an account bring in others."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Only administrators can do this")

    def __init__(self) -> None:
        super().__init__(phrase("Ask an administrator of your access code."))


class TooManyMembers(RequestError):
    """The policy allows no more."""

    kind = ErrorKind.CONFLICT
    title = phrase("No more people fit under this access code")

    def __init__(self, most: int) -> None:
        super().__init__(phrase("{most} can share it. Remove someone, or ask for another code.", most=most))


class NotYourself(RequestError):
    """So there is always one administrator left."""

    kind = ErrorKind.CONFLICT
    title = phrase("Not yourself")

    def __init__(self) -> None:
        super().__init__(phrase("Another administrator has to remove you."))


class AddressTaken(RequestError):
    """An address belongs to one account."""

    kind = ErrorKind.CONFLICT
    title = phrase("Your address belongs to another account")

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "Our emails for this code would go to your address from now on, but another account has it. "
                "Change your address in your profile first."
            )
        )


class CodeRefused(Invalid):
    """Not the code of the last mail, or no account waits for one."""

    def __init__(self) -> None:
        super().__init__({"code": phrase("This is not the code. Use the one in the last email that we sent you.")})


class CodeExpired(Invalid):
    """It was the code, but too late."""

    def __init__(self, lifetime: timedelta) -> None:
        words = phrase("This code has expired: it was valid for {lifetime}. Ask for a new email.", lifetime=lifetime)
        super().__init__({"code": words})


class CodeWornOut(Invalid):
    """Too many wrong codes were typed; even the right one is void now (SECURITY SEC20)."""

    def __init__(self) -> None:
        super().__init__({"code": phrase("Too many wrong codes were entered. Ask for a new email.")})


class LinkRefused(RequestError):
    """The link is void: used, replaced by a later one, expired, or not ours."""

    title = phrase("This link can’t be used")

    def __init__(self) -> None:
        super().__init__(
            phrase("It was used already, a later email replaced it, or it has expired. Ask for a new email.")
        )


class AddressInUse(Invalid):
    """Told only where the portal's policy says so (REQUIREMENTS A6)."""

    def __init__(self) -> None:
        words = phrase(
            "This email address is already associated with another account. Give another address, or sign in with the "
            "account that you have; if you forgot your user name or password, you can recover them."
        )
        super().__init__({"email": words})


class UserNameTaken(Invalid):
    """Someone else signs in with it."""

    def __init__(self) -> None:
        super().__init__({"user_name": phrase("This user name is taken. Choose another one.")})
