"""The portal's secrets, from Secrets Manager: the ring of its keys, and what others gave it."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.cloud.clock import from_iso, to_iso
from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.retries import patiently
from chalicelib.cloud.table import Unavailable

READ_AGAIN = timedelta(minutes=10)  # how old the ring may be that a process knows
HEAD_START = 2 * READ_AGAIN  # from when a key is added until it signs: every process has read it by then


class RingKey(NamedTuple):
    """A key, and when it begins to sign."""

    secret: bytes
    since: datetime


class Ring(NamedTuple):
    """The keys as a secret holds them, the oldest first. `names` gives names of rows; no key replaces it."""

    names: bytes
    keys: tuple[RingKey, ...] = ()  # none in a secret that is one plain key

    def at(self, now: datetime) -> Keyring:
        """Return the keyring of this time: a key that does not sign yet is accepted, so that no process is too late."""
        if not self.keys:
            return Keyring(self.names)
        signing = [key.secret for key in self.keys if key.since <= now] or [self.keys[0].secret]
        coming = [key.secret for key in self.keys if key.secret not in signing]
        return Keyring(self.names, (*coming, *signing))

    def until(self, now: datetime) -> datetime:
        """Return when another keyring may have to be read or made."""
        return min((now + READ_AGAIN, *(key.since for key in self.keys if key.since > now)))


def parse_ring(secret: bytes) -> Ring:
    """Return the ring; a secret that is no JSON object is one plain key."""
    if not secret.startswith(b"{"):
        return Ring(secret)
    stored = json.loads(secret)
    keys = [RingKey(str(key["secret"]).encode(), from_iso(key["since"])) for key in stored["keys"]]
    return Ring(str(stored["names"]).encode(), tuple(keys))


def write_ring(names: bytes, keys: Sequence[RingKey]) -> str:
    """Return the text of the secret."""
    stored = [{"secret": key.secret.decode(), "since": to_iso(key.since)} for key in keys]
    return json.dumps({"names": names.decode(), "keys": stored})


class LivingRing:
    """A ring that is read again now and then, with the keyring of the time."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._known: tuple[Ring, Keyring, datetime] | None = None

    def at(self, now: datetime) -> Keyring:
        """Return the keyring; raise Unavailable where the ring can't be had and was never read."""
        if self._known is None or now >= self._known[2]:
            ring = self._ring()
            self._known = ring, ring.at(now), ring.until(now)
        return self._known[1]

    def _ring(self) -> Ring:
        try:
            return parse_ring(self._read())
        except Unavailable:
            if self._known is None:
                raise
            return self._known[0]


def read_secret(client: Any, name: str, pause: Callable[[float], None] = time.sleep) -> bytes:
    """Return the secret; raise Unavailable where it can't be had now. `client` is one of Secrets Manager."""
    try:
        return str(patiently(lambda: client.get_secret_value(SecretId=name), pause)["SecretString"]).encode()
    except ClientError as error:
        raise Unavailable(str(error)) from error
