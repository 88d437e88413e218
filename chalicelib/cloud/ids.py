"""Random ids, digits and secrets."""

import secrets
from typing import Protocol


class Ids(Protocol):
    """Draws identifiers, numbers and secrets that nobody can guess."""

    def new(self) -> str: ...

    def digits(self, count: int) -> str: ...

    def secret(self) -> str: ...


class RandomIds:
    """From the operating system's generator."""

    def new(self) -> str:
        """Return 128 random bits as 32 hexadecimal digits: names a row, proves nothing."""
        return secrets.token_hex(16)

    def digits(self, count: int) -> str:
        """Return a number of exactly `count` digits, the first not 0, so that it survives a spreadsheet."""
        return str(secrets.choice(range(10 ** (count - 1), 10**count)))

    def secret(self) -> str:
        """Return 256 random bits for a URL or a cookie: whoever holds it has what it opens."""
        return secrets.token_urlsafe(32)
