"""What can't be done with an application, as people are told it."""

from collections.abc import Mapping

from chalicelib.errors import ErrorKind, RequestError
from chalicelib.phrase import Phrase, phrase


class NotEligible(RequestError):
    """The service is for others: another audience, or who holds what this person does not."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("This service is not open to you")

    def __init__(self) -> None:
        super().__init__(phrase("The page of the service says who can apply."))


class TooManyDrafts(RequestError):
    """More unfinished applications than the policy lets lie around."""

    kind = ErrorKind.CONFLICT
    title = phrase("You have too many unfinished applications")

    def __init__(self, most: int) -> None:
        super().__init__(phrase("You can have {most} at once. Finish or withdraw one, then start again.", most=most))


class Locked(RequestError):
    """It is no draft any more."""

    kind = ErrorKind.CONFLICT
    title = phrase("This application can no longer be changed")

    def __init__(self) -> None:
        super().__init__(phrase("It was submitted or withdrawn. Open it to see where it stands."))


class ChangedElsewhere(RequestError):
    """Another window or device saved this page since it was opened here; `errors` say what stands there now."""

    kind = ErrorKind.CONFLICT
    title = phrase("This page was changed in another window")

    def __init__(self, errors: Mapping[str, Phrase]) -> None:
        said = phrase(
            "This page was changed in another window or on another device since you opened it here. Below are your "
            "answers from here; beside them stand the other ones. Save to keep those from here."
        )
        super().__init__(said, {"seen": said, **errors})


class Incomplete(RequestError):
    """Something is missing for a submission; `errors` say what."""

    title = phrase("The application is not complete")

    def __init__(self, errors: Mapping[str, Phrase]) -> None:
        super().__init__(phrase("The application is not complete. See what is missing."), errors)


class TooMuchText(RequestError):
    """The answers of the application are longer than it can hold."""

    kind = ErrorKind.TOO_LARGE
    title = phrase("Your answers are too long")

    def __init__(self) -> None:
        super().__init__(phrase("Shorten the longest ones. What you saved before is kept."))


class NotNow(RequestError):
    """The file is not in a state in which this can be done."""

    kind = ErrorKind.CONFLICT
    title = phrase("This can’t be done now")

    def __init__(self) -> None:
        super().__init__(phrase("The file has changed in the meantime. Look at it again."))


class ApplicationNotFound(RequestError):
    """No file has this number and this address; nothing says which of the two is wrong."""

    title = phrase("No file was found")
    urn = "not-found"

    def __init__(self) -> None:
        said = phrase("No file has this number with this email address. Check both.")
        super().__init__(said, {"number": said})


class OwnProposal(RequestError):
    """The same person can't both propose and decide."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("Someone else has to decide")

    def __init__(self) -> None:
        super().__init__(phrase("You proposed this decision. Another member of staff has to take it."))
