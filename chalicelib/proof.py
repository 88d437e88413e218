"""Proof that someone reads a mailbox: a link, and a code for those who read it on another device.

Neither is stored: both follow from the portal's key and a nonce that stands with the account. A new nonce voids them.
"""

from datetime import datetime

from pydantic import Field

from chalicelib.cloud.keyring import KeyId, Keyring, Purpose, same
from chalicelib.record import Record

OWNER = 32  # characters of an id at the front of a token: whose it is


class Proof(Record):
    """What was mailed to `owner`, an account's id. `path` is the page that takes it, such as `/activate`."""

    path: str
    owner: str
    nonce: str
    digits: int = 0  # of the code; there is none where it is 0
    ends_at: datetime | None = Field(default=None, exclude=True)  # an email keeps it apart: `OutboxEmail.ends_at`

    def token(self, keyring: Keyring) -> str:
        """Return what the link carries."""
        return self.owner + keyring.token(Purpose(f"link {self.path}"), f"{self.owner} {self.nonce}")

    def opens(self, keyring: Keyring, token: str) -> bool:
        """Tell whether a link carried this token, whichever of the keys it was made with."""
        signed = Purpose(f"link {self.path}"), f"{self.owner} {self.nonce}"
        return owner_of(token) == self.owner and keyring.signer(token[OWNER:], *signed) is not None

    def code(self, keyring: Keyring, key: KeyId | None = None) -> str:
        """Return what is typed instead; nothing where there is no code."""
        if not self.digits:
            return ""
        return keyring.code(Purpose(f"code {self.path}"), f"{self.owner} {self.nonce}", self.digits, key)

    def is_code(self, keyring: Keyring, typed: str) -> bool:
        """Tell whether this code was mailed, whichever of the keys it was made with."""
        return any(same(typed, self.code(keyring, key)) for key in keyring.ids)


def owner_of(token: str) -> str:
    """Return whose token this says it is; the token proves it, not this."""
    return token[:OWNER]
