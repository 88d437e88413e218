"""Why the link of a notice does nothing."""

from chalicelib.errors import RequestError
from chalicelib.phrase import phrase


class KeepLinkVoid(RequestError):
    """It was used, something was done meanwhile, or it is too late; nobody learns which."""

    title = phrase("This link can’t be used")

    def __init__(self) -> None:
        super().__init__(phrase("It was used already, or it is no longer needed. Sign in to see where things stand."))
