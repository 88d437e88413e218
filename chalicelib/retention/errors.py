"""Error of a notice's link that can't be used."""

from chalicelib.errors import RequestError
from chalicelib.phrase import phrase


class KeepLinkVoid(RequestError):
    """The link was used, is outdated, or comes too late; the answer does not say which."""

    title = phrase("This link can’t be used")

    def __init__(self) -> None:
        super().__init__(phrase("It was used already, or it is no longer needed. Sign in to see where things stand."))
