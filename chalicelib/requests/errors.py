"""What can't be done with a request, as people are told it."""

from chalicelib.errors import ErrorKind, Invalid, RequestError
from chalicelib.phrase import phrase


class AnsweredAlready(RequestError):
    """Someone else of the staff was first."""

    kind = ErrorKind.CONFLICT
    title = phrase("This request is answered already")

    def __init__(self) -> None:
        super().__init__(phrase("Open it to see by whom, and how."))


class AddressHasAccount(Invalid):
    """Staff are told; the person who asked never is."""

    def __init__(self) -> None:
        words = phrase(
            "This address has an account already. Refuse the request, or have the person recover the account."
        )
        super().__init__({"decision": words})


class NoSuchAccount(Invalid):
    """What staff typed is nobody’s."""

    def __init__(self) -> None:
        super().__init__({"identifier": phrase("No active account has this identifier.")})
