"""Why no address was found. Nobody is kept from typing it."""

from chalicelib.errors import ErrorKind, Invalid
from chalicelib.phrase import phrase


class NotAPostalCode(Invalid):
    """What was typed is no Canadian postal code."""

    def __init__(self, field: str) -> None:
        super().__init__({f"{field}.postal_code": phrase("Enter a Canadian postal code, such as A1C 6L9.")})


class NothingFound(Invalid):
    """No address is known there."""

    def __init__(self, field: str) -> None:
        words = phrase("We know no address with this postal code. Check it, or type the address yourself.")
        super().__init__({f"{field}.postal_code": words})


class SearchUnavailable(Invalid):
    """The service that knows the addresses does not answer."""

    kind = ErrorKind.UNAVAILABLE

    def __init__(self, field: str) -> None:
        words = phrase("Addresses can’t be searched for at the moment. Type the address yourself.")
        super().__init__({f"{field}.postal_code": words})
