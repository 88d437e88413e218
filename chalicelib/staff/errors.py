"""What staff are refused, and the words for it."""

from chalicelib.accounts.errors import SignInNeeded, SignInRefused
from chalicelib.errors import ErrorKind, Invalid, RequestError
from chalicelib.phrase import phrase

SIGN_IN = "staff_sign_in.page"


class StaffSignInRefused(SignInRefused):
    """One answer for every reason: unknown, wrong, locked, invited, disabled (SECURITY SEC02)."""

    words = phrase(
        "The email address or the password is not right. After {attempts} failures, access is blocked for "
        "{duration}, even with the right password."
    )


class BlockedSignInRefused(SignInRefused):
    """One answer for every reason, and nobody learns whether the password was right."""

    words = phrase("The email address, the password or the code is not right. Each code works once.")


class StaffSignInNeeded(SignInNeeded):
    """The page is for staff; a browser is taken to their sign-in page and back."""

    send_to = SIGN_IN


class NotYourRole(RequestError):
    """Someone of the staff, but with another role."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Not with your role")

    def __init__(self) -> None:
        super().__init__(phrase("Your role does not let you do this. An administrator can change it."))


class InvitationRefused(RequestError):
    """The link is void: used, replaced by a later one, expired, or not ours."""

    title = phrase("This invitation can’t be used")
    send_to = "invitation.page"  # the page that says so, whatever else was asked

    def __init__(self) -> None:
        super().__init__(
            phrase("It was used, or replaced by a later one, or it has expired. Ask an administrator for a new one.")
        )


class SignInAgain(RequestError):
    """The sign-in was too long ago for this: whoever finds an open session must not do what can't be undone."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Sign in again first")
    send_to = SIGN_IN

    def __init__(self) -> None:
        super().__init__(phrase("For your safety, this can be done only shortly after signing in."))


class AlreadyStaff(Invalid):
    """The address belongs to someone."""

    def __init__(self) -> None:
        super().__init__({"email": phrase("Someone with this address is on the list already.")})


class NotOneself(RequestError):
    """So there is always one administrator left."""

    kind = ErrorKind.CONFLICT
    title = phrase("Not for yourself")

    def __init__(self) -> None:
        super().__init__(phrase("Another administrator has to change this for you."))
