"""A search for an address."""

from typing import NamedTuple

from chalicelib.portal.text import Language


class Search(NamedTuple):
    """`field` is the name of the address's inputs, without the part: `answers.home` for `answers.home.street`."""

    field: str
    postal_code: str  # as it was typed
    language: Language
    network_address: str  # of who searches
