"""Why an integration is not let in."""

from chalicelib.errors import Kind, Refusal
from chalicelib.phrase import phrase


class KeyRefused(Refusal):
    """No key, or none of ours, or one that has ended: which it is, is not said."""

    kind = Kind.UNAUTHENTICATED
    title = phrase("The key was refused")

    def __init__(self) -> None:
        super().__init__(phrase("Send the key that you were given as a bearer token."))


class ScopeMissing(Refusal):
    """The key is good, but not for this."""

    kind = Kind.FORBIDDEN
    title = phrase("The key does not allow this")

    def __init__(self) -> None:
        super().__init__(phrase("Ask the organisation for a key with the right scope."))
