"""Addresses by postal code, as the actions see them."""

from typing import NamedTuple, Protocol


class FoundAddress(NamedTuple):
    """What there is at a postal code; `street` may lack its number, or be empty where only the place is known."""

    street: str
    city: str
    province: str  # two letters
    postal_code: str


class Places(Protocol):
    """Knows which addresses a postal code has."""

    def find(self, postal_code: str, language: str) -> list[FoundAddress]:
        """Return them, written as the language does, the likeliest first; raise Unavailable for *later*."""
        ...


def street_line(number: str, street: str, language: str) -> str:
    """Return « 250, rue des Érables » or `250 Maple Street`."""
    return (", " if language == "fr" else " ").join(part for part in (number, street) if part)
