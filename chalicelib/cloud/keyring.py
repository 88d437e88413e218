"""Derives a key for each purpose from the portal's secret keys, so that no use of a key can replace another.

Links and codes are *derived* from a key and a random nonce, and never stored: the table holds the nonce only, so
whoever reads the table can open nothing (SECURITY SEC16), and the mail can be written again word for word (REL12).
"""

import hmac
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Sequence
from copy import copy
from typing import NewType

Purpose = NewType("Purpose", str)
KeyId = NewType("KeyId", str)
NAMES = KeyId("")  # the key that names; records that say no key were derived from it


class Keyring:
    """Derives from keys of 32 bytes or more, from a good generator.

    `names` gives what has to last, such as the names of rows and the codes on paper; it is never replaced. Of `keys`
    the last is the newest: it signs and derives. What any of them has signed is accepted.
    """

    def __init__(self, names: bytes, keys: Sequence[bytes] = ()) -> None:
        if min(map(len, (names, *keys))) < 32:
            message = "the portal's key must have at least 32 bytes"
            raise ValueError(message)
        self._keys = {key_id(key): key for key in keys or (names,)}
        self.ids = tuple(self._keys)  # of the keys that sign, the newest last
        self._keys[NAMES] = names
        self._first_holds = key_id(names) in self.ids

    @property
    def newest(self) -> KeyId:
        return self.ids[-1]

    def knows(self, key: KeyId) -> bool:
        """Tell whether what was derived from this key still holds; not once it is retired."""
        return key in self.ids or (key == NAMES and self._first_holds)

    def after(self, older: "Keyring") -> "Keyring":
        """Return these keys as what comes after another ring: records that say no key follow from its first."""
        joined = copy(self)
        joined._keys = {**self._keys, NAMES: older._keys[NAMES]}  # noqa: SLF001 -- its own kind
        joined._first_holds = older._first_holds  # noqa: SLF001
        return joined

    # --- what lasts ---

    def pseudonym(self, purpose: Purpose, text: str, key: KeyId = NAMES) -> str:
        """Return a stable name for `text` that tells nothing about it: 64 hexadecimal digits."""
        return self._mac(key, purpose, text).hex()

    def lasting_code(self, purpose: Purpose, text: str) -> str:
        """Return 160 bits in base32 that stay as they are: what a paper carries."""
        return _base32(self._mac(NAMES, purpose, text))

    # --- what follows from the newest key, or from the one that is said ---

    def token(self, purpose: Purpose, nonce: str, key: KeyId | None = None) -> str:
        """Return 256 bits for a link or a form: 43 characters of base64url."""
        return urlsafe_b64encode(self._mac(self._or_newest(key), purpose, nonce)).rstrip(b"=").decode()

    def signer(self, token: str, purpose: Purpose, nonce: str) -> KeyId | None:
        """Return the key that this token follows from; None for a forged one, or one whose key is retired."""
        return next((key for key in reversed(self.ids) if same(token, self.token(purpose, nonce, key))), None)

    def code(self, purpose: Purpose, nonce: str, digits: int, key: KeyId | None = None) -> str:
        """Return a code to type, leading zeros included."""
        return f"{int.from_bytes(self._mac(self._or_newest(key), purpose, nonce)) % 10**digits:0{digits}}"

    def app_secret(self, purpose: Purpose, nonce: str, key: KeyId | None = None) -> str:
        """Return 160 bits in base32: what an authenticator app is given."""
        return _base32(self._mac(self._or_newest(key), purpose, nonce))

    def _or_newest(self, key: KeyId | None) -> KeyId:
        return self.newest if key is None else key

    def _mac(self, key: KeyId, purpose: Purpose, text: str) -> bytes:
        derived = hmac.digest(self._keys[key], purpose.encode(), "sha256")
        return hmac.digest(derived, text.encode(), "sha256")


def key_id(secret: bytes) -> KeyId:
    """Return what a key is called where it may not be shown: it tells nothing of the key."""
    return KeyId(hmac.digest(secret, b"id of a key", "sha256").hex()[:8])


def same(given: str, expected: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _base32(mac: bytes) -> str:
    return b32encode(mac[:20]).decode()
