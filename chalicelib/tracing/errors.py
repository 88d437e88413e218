"""Errors of tracing and following, with their messages."""

from collections.abc import Sequence

from chalicelib.errors import ErrorKind, Invalid, RequestError
from chalicelib.phrase import phrase


class NoNumber(Invalid):
    """What was typed has no digit."""

    def __init__(self, digits: int) -> None:
        super().__init__({"numbers": phrase("Enter a shipment number: it has {digits} digits.", digits=digits)})


class NotNumbers(Invalid):
    """Something that was typed is no shipment number."""

    def __init__(self, malformed: Sequence[str], digits: int) -> None:
        said = phrase(
            "A shipment number has {digits} digits. Check this: {malformed}.",
            digits=digits,
            malformed=list(malformed),
        )
        super().__init__({"numbers": said})


class TooManyNumbers(Invalid):
    """More at once than the policy lets be traced."""

    def __init__(self, most: int) -> None:
        super().__init__({"numbers": phrase("You can trace {most} shipments at once.", most=most)})


class SecondFactNeeded(Invalid):
    """The number alone shows nothing here (SECURITY SEC43); a browser is taken to where both are asked for."""

    send_to = "tracing.page"

    def __init__(self) -> None:
        super().__init__({"postal_code": phrase("Enter the postal code of the destination.")})


class FollowersFull(RequestError):
    """As many as the policy allows are mailed already."""

    kind = ErrorKind.CONFLICT
    title = phrase("Too many people follow this shipment")

    def __init__(self, most: int) -> None:
        super().__init__(
            phrase("Up to {most} people can be mailed about a shipment. Trace it here instead.", most=most)
        )


class StopLinkVoid(RequestError):
    """The link of a mail that is no longer sent."""

    title = phrase("This link no longer works")

    def __init__(self) -> None:
        super().__init__(phrase("You get no more emails about this shipment, or the link is not complete."))
