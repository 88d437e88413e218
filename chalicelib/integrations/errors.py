"""Errors of integrations."""

from chalicelib.errors import ErrorKind, RequestError
from chalicelib.phrase import phrase


class KeyRefused(RequestError):
    """No key, or none of ours, or one that has ended: which it is, is not said."""

    kind = ErrorKind.UNAUTHENTICATED
    title = phrase("The key was refused")

    def __init__(self) -> None:
        super().__init__(phrase("Send the key that you were given as a bearer token."))


class ScopeMissing(RequestError):
    """The key is good, but not for this."""

    kind = ErrorKind.FORBIDDEN
    title = phrase("The key does not allow this")

    def __init__(self) -> None:
        super().__init__(phrase("Ask the organisation for a key with the right scope."))
