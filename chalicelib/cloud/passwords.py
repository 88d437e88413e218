"""Password hashes: argon2id, as strong as the bar asks (SECURITY SEC14), imported when the first one is needed."""

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19 * 1024
PASSES = 2


class Passwords(Protocol):
    """Hashes and checks passwords, at the same cost whether there is an account or not."""

    def hash(self, password: str) -> str: ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether this is the password; with no stored hash, spend the same time and say no (SEC03)."""
        ...

    def outdated(self, stored: str) -> bool:
        """Tell whether the hash was made by weaker settings than today's."""
        ...


class Argon2Passwords:
    """The settings are arguments so that tests can be quick; the product uses the ones above."""

    def __init__(self, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._memory_kib = memory_kib
        self._passes = passes

    def hash(self, password: str) -> str:
        return self._hasher.hash(_canonical(password))

    def matches(self, password: str, stored: str | None) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 -- only where one is checked

        try:
            self._hasher.verify(self._nobodys if stored is None else stored, _canonical(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        from argon2 import PasswordHasher  # noqa: PLC0415 -- half of a cold start's pages never hash

        return PasswordHasher(time_cost=self._passes, memory_cost=self._memory_kib, parallelism=1)

    @cached_property
    def _nobodys(self) -> str:
        """A hash that no password matches but that costs as much to check as any other."""
        return self._hasher.hash("")


def _canonical(password: str) -> str:
    """Return the one form of what can be typed in several: é as one character or as two."""
    return unicodedata.normalize("NFC", password)
