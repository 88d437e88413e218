"""Rules of keys: when one is valid, and how it is rotated without downtime."""

from datetime import datetime, timedelta

from chalicelib.integrations.model import Integration, IssuedKey


def opens(integration: Integration, key_hash: str, now: datetime) -> bool:
    """Tell whether the key of this hash is one of the integration's, today."""
    return any(key.hash == key_hash and is_alive(key, now) for key in integration.issued)


def with_key(integration: Integration, key_hash: str, overlap: timedelta, now: datetime) -> Integration:
    """Return it with a new key. Earlier ones work for the overlap; those that have ended go."""
    earlier = [key.replace(ends_at=key.ends_at or now + overlap) for key in integration.issued if is_alive(key, now)]
    return integration.replace(issued=(*earlier, IssuedKey(hash=key_hash, issued_at=now)))


def is_alive(key: IssuedKey, now: datetime) -> bool:
    return key.ends_at is None or now < key.ends_at
