"""Derives a key for each purpose from the portal's one secret key, so that no key can replace another.

Links and codes are *derived* from the key and a random nonce, and never stored: the table holds the nonce only, so
whoever reads the table can open nothing (SECURITY SEC16), and the mail can be written again word for word (REL12).
"""

import hmac
from base64 import b32encode, urlsafe_b64encode
from typing import NewType

Purpose = NewType("Purpose", str)


class Keyring:
    """Derives everything from `secret`, 32 bytes or more from a good generator."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            message = "the portal's key must have at least 32 bytes"
            raise ValueError(message)
        self._secret = secret

    def pseudonym(self, purpose: Purpose, text: str) -> str:
        """Return a stable name for `text` that tells nothing about it: 64 hexadecimal digits."""
        return self._mac(purpose, text).hex()

    def token(self, purpose: Purpose, nonce: str) -> str:
        """Return 256 bits for a link or a form: 43 characters of base64url."""
        return urlsafe_b64encode(self._mac(purpose, nonce)).rstrip(b"=").decode()

    def code(self, purpose: Purpose, nonce: str, digits: int) -> str:
        """Return a code to type, leading zeros included."""
        return f"{int.from_bytes(self._mac(purpose, nonce)) % 10**digits:0{digits}}"

    def app_secret(self, purpose: Purpose, nonce: str) -> str:
        """Return 160 bits in base32: what an authenticator app is given."""
        return b32encode(self._mac(purpose, nonce)[:20]).decode()

    def _mac(self, purpose: Purpose, text: str) -> bytes:
        key = hmac.digest(self._secret, purpose.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256")


def same(given: str, expected: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())
