"""Issuing keys, and letting in who has one. A key is the integration's name, a dot and 256 random bits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from chalicelib.cloud.table import Change
from chalicelib.integrations.errors import KeyRefused, ScopeMissing
from chalicelib.integrations.model import Integration, Scope
from chalicelib.integrations.rules import is_alive, opens, with_key
from chalicelib.integrations.storage import integration_key, parse_integration, put_integration
from chalicelib.services import Services
from chalicelib.unit_of_work import retry_on_conflict


def find(services: Services, name: str) -> Integration | None:
    return parse_integration(services.table.get(integration_key(name)))


def authenticate(services: Services, key: str | None, scope: Scope, now: datetime) -> Integration:
    """Return whose key it is; raise KeyRefused, or ScopeMissing where it is good for other things only. One read."""
    name, _, secret = (key or "").partition(".")
    found = find(services, name) if name and secret else None
    if found is None or not opens(found, _hash(secret), now):
        raise KeyRefused
    if scope not in found.scopes:
        raise ScopeMissing
    return found


def let_in(services: Services, name: str, scope: Scope, now: datetime) -> Integration | None:
    """Return the integration that someone else vouches for, if it has a key that works and the scope."""
    found = find(services, name)
    return found if found and scope in found.scopes and any(is_alive(key, now) for key in found.issued) else None


def add(services: Services, name: str, scopes: Iterable[Scope], now: datetime) -> str:
    """Let a new integration in; return its key, which nobody sees again. Raise Conflict where the name is taken."""
    return _issue(services, Integration(name=name, scopes=tuple(scopes)), timedelta(0), now)


@retry_on_conflict
def rotate(services: Services, name: str, overlap: timedelta, now: datetime) -> str | None:
    """Return a new key; those before work for the overlap. None where there is no such integration."""
    found = find(services, name)
    return _issue(services, found, overlap, now) if found else None


@retry_on_conflict
def revoke(services: Services, name: str) -> bool:
    """End all its keys at once; return whether there is such an integration."""
    found = find(services, name)
    if found:
        _write(services, found.replace(issued=()))
    return found is not None


def _issue(services: Services, integration: Integration, overlap: timedelta, now: datetime) -> str:
    secret = services.ids.secret()
    _write(services, with_key(integration, _hash(secret), overlap, now))
    return f"{integration.name}.{secret}"


def _write(services: Services, integration: Integration) -> None:
    change = Change(services.ids.new())
    put_integration(change, integration)
    services.table.commit(change)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()  # of 256 random bits: nobody guesses them, however fast they hash
