"""Queries for registrations."""

from collections.abc import Iterator

from chalicelib.activities.model import partition
from chalicelib.cloud.table import Item, Key
from chalicelib.registrations.model import Registration
from chalicelib.registrations.storage import PREFIX, parse_registration, registration_key
from chalicelib.services import Services


def key_for(account: str, number: str) -> Key:
    """Return the key of a registration, for a read together with other rows."""
    return registration_key(account, number)


def is_registered(item: Item | None) -> bool:
    """Tell whether the row at this key is a registration."""
    return parse_registration(item) is not None


def list_registrations(services: Services, account: str) -> Iterator[Registration]:
    """Yield the registrations of an account, by number."""
    yield from filter(None, map(parse_registration, services.table.query(partition(account), PREFIX)))
