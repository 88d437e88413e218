"""What can't be done, as nouns with data. Actions raise them; `web.problems` says once what HTTP makes of each kind."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import ClassVar

from chalicelib.phrase import Phrase, phrase


class ErrorKind(Enum):
    """Why something is refused, in a client's terms."""

    MALFORMED = auto()  # not even readable
    INVALID = auto()  # readable, but these fields must change
    UNAUTHENTICATED = auto()
    FORBIDDEN = auto()
    NOT_FOUND = auto()
    CONFLICT = auto()
    TOO_LARGE = auto()
    UNSUPPORTED = auto()  # a media type we don't take
    LIMITED = auto()  # later
    UNAVAILABLE = auto()  # later, and not by the client's fault
    FAULT = auto()  # ours


class RequestError(Exception):
    """`errors` says what is wrong with each field, where fields are to blame."""

    kind: ClassVar[ErrorKind] = ErrorKind.INVALID
    title: ClassVar[Phrase] = phrase("There is a problem")
    urn: ClassVar[str | None] = None  # the problem type's last part, where it is not made from the class's name
    send_to: ClassVar[str | None] = None  # the page that a browser is sent to instead, such as `/sign-in`

    def __init__(self, detail: Phrase, errors: Mapping[str, Phrase] | None = None) -> None:
        super().__init__(detail.text)
        self.detail = detail
        self.errors = dict(errors or {})


class Invalid(RequestError):
    """Some fields must be mended."""

    def __init__(self, errors: Mapping[str, Phrase]) -> None:
        super().__init__(phrase("Check your answers."), errors)


class Malformed(RequestError):
    """The body can't be read as what it says it is."""

    kind = ErrorKind.MALFORMED
    title = phrase("The request can’t be read")


class TooLarge(RequestError):
    """The body is larger than anything this address takes."""

    kind = ErrorKind.TOO_LARGE
    title = phrase("Too much was sent")


class Unsupported(RequestError):
    """The body is neither a form nor JSON."""

    kind = ErrorKind.UNSUPPORTED
    title = phrase("This kind of content is not accepted")


class NotFound(RequestError):
    """There is nothing here, or nothing that this person may know of."""

    kind = ErrorKind.NOT_FOUND
    title = phrase("Page not found")
    urn = "absent"

    def __init__(self) -> None:
        super().__init__(phrase("If you typed the web address, check that it is right."))


class Forged(RequestError):
    """A request that changes something did not come from one of our pages."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Send the form again")

    def __init__(self) -> None:
        super().__init__(phrase("For your safety, this page had to be renewed. Check your answers and send it again."))


class TooMany(RequestError):
    """A budget is spent; it is filled again at a known time."""

    kind = ErrorKind.LIMITED
    title = phrase("Too many attempts")

    def __init__(self, seconds: int) -> None:
        self.retry_after = max(seconds, 1)
        super().__init__(phrase("Try again in {wait}.", wait=timedelta(seconds=self.retry_after)))


class Busy(RequestError):
    """The service can't answer now. Nothing was done."""

    kind = ErrorKind.UNAVAILABLE
    title = phrase("The service is busy")
    retry_after = 5  # seconds: time for a throttled table to breathe

    def __init__(self) -> None:
        super().__init__(phrase("Nothing was lost and nothing was done. Try again in a few seconds."))


class WrittenByNewer(RequestError):
    """A row is in a state that only newer code knows: two versions run at once. Nothing was done."""

    kind = ErrorKind.UNAVAILABLE
    title = phrase("The service is being updated")
    retry_after = 60  # seconds: time for all functions to be replaced

    def __init__(self) -> None:
        super().__init__(phrase("Nothing was lost and nothing was done. Try again in a few minutes."))


class Fault(RequestError):
    """Something of ours is broken."""

    kind = ErrorKind.FAULT
    title = phrase("Sorry, there is a problem with the service")

    def __init__(self) -> None:
        super().__init__(phrase("We have been told of it. Try again later."))
