"""Finds shipments by number, for anyone (REQUIREMENTS T1) and for their parties (T2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.model import Account
from chalicelib.cloud.keyring import Purpose
from chalicelib.errors import NotFound
from chalicelib.limits.actions import spend, spend_shared
from chalicelib.limits.model import current, shared
from chalicelib.portal.policies import TracingPolicy
from chalicelib.services import Services
from chalicelib.tracing.actions.find import by_numbers
from chalicelib.tracing.errors import NoNumber, NotNumbers, SecondFactNeeded, TooManyNumbers
from chalicelib.tracing.model import PartyRole, Shipment
from chalicelib.tracing.rules.access import is_its_postal_code, role_of
from chalicelib.tracing.rules.numbers import LENGTH, read_numbers
from chalicelib.tracing.rules.timeline import details

_WHO = Purpose("tracing")


class Asker(NamedTuple):
    """Who asks. `address` is the network's; `postal_code` is what they know of where a shipment goes to."""

    address: str
    account: Account | None
    postal_code: str | None = None


class Traced(NamedTuple):
    """A number and what came of it: the shipment, and whose the asker is. None: nothing that the asker may know."""

    number: str
    shipment: Shipment | None
    role: PartyRole | None = None


def policy_of(services: Services) -> TracingPolicy:
    """Return the portal's rules; raise NotFound where nothing is traced."""
    found = services.portal.policies.tracing
    if found is None:
        raise NotFound
    return found


def numbers_in(services: Services, text: str) -> tuple[str, ...]:
    """Return the numbers that someone typed; raise what `errors` has for each way in which that can go wrong."""
    found, malformed = read_numbers(text)
    if malformed:
        raise NotNumbers(malformed, LENGTH)
    if not found:
        raise NoNumber(LENGTH)
    if len(found) > policy_of(services).most_numbers:
        raise TooManyNumbers(policy_of(services).most_numbers)
    return found


def one_number(text: str) -> str:
    """Return the number that an address names; raise NotFound where it names none, or several."""
    found, malformed = read_numbers(text)
    if malformed or len(found) != 1:
        raise NotFound
    return found[0]


def trace(services: Services, numbers: Sequence[str], asker: Asker, now: datetime) -> list[Traced]:
    """Return what is known of each number. A wrong postal code is answered as an unknown number (SECURITY SEC43)."""
    asks_more = policy_of(services).second_fact
    if asks_more and asker.account is None and asker.postal_code is None:
        raise SecondFactNeeded
    _spend(services, len(numbers), asker, now)
    return [_seen(shipment, asker, asks_more=asks_more) for shipment in by_numbers(services, numbers, now)]


def visible(services: Services, text: str, asker: Asker, now: datetime) -> Traced:
    """Return the one shipment that an address names; raise NotFound where there is none that the asker may know of."""
    (found,) = trace(services, [one_number(text)], asker, now)
    if found.shipment is None:
        raise NotFound
    return found


def _seen(shipment: Shipment, asker: Asker, *, asks_more: bool) -> Traced:
    role = role_of(asker.account.identifiers, shipment) if asker.account else None
    may_know = role or not asks_more or is_its_postal_code(asker.postal_code, details(shipment))
    return Traced(shipment.number, shipment if shipment.is_known and may_know else None, role)


def _spend(services: Services, count: int, asker: Asker, now: datetime) -> None:
    """Count every number, found or not: before it is looked for, and for someone's address before the portal's."""
    policy = policy_of(services)
    if asker.account:  # whom we know has nothing to do with a flood of strangers
        spend(services, current("tracing", asker.account.id, policy.look_ups, now), now, count)
        return
    who = services.keyring.pseudonym(_WHO, asker.address)
    spend_shared(services, shared("tracing", who, policy.look_ups, policy.look_ups_overall, now), now, count)
