"""Errors of second factors, with their sentences."""

from chalicelib.errors import ErrorKind, Invalid, RequestError
from chalicelib.phrase import phrase
from chalicelib.portal.model import Portal


class FactorRefused(Invalid):
    """One answer for every reason: not the code, used already, none left to try."""

    def __init__(self, portal: Portal, field: str) -> None:
        lockout = portal.policies.lockout
        words = phrase(
            "This did not prove that it is you. A code works once, and only for a moment. After {attempts} failures, "
            "access is blocked for {duration}.",
            attempts=lockout.attempts,
            duration=lockout.duration,
        )
        super().__init__({field: words})


class FactorNotProven(Invalid):
    """The proof of a new factor does not fit its setup."""

    def __init__(self, field: str) -> None:
        super().__init__(
            {field: phrase("This does not fit. Use what the app shows now, or have the passkey made anew.")}
        )


class BeginAgain(RequestError):
    """A first step was not followed by the second in time, or was already."""

    kind = ErrorKind.UNAUTHENTICATED
    title = phrase("Begin again")

    def __init__(self) -> None:
        super().__init__(phrase("Too much time has passed, or this was finished already. Nothing was changed."))


class LastFactor(RequestError):
    """A person who has to have a second factor keeps the last one."""

    kind = ErrorKind.CONFLICT
    title = phrase("You need one second factor at least")

    def __init__(self) -> None:
        super().__init__(phrase("Add another one before you remove this one."))
