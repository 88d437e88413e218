"""Finding an address by its postal code (REQUIREMENTS F9)."""

from datetime import datetime

from chalicelib.addresses.errors import NotAPostalCode, NothingFound, SearchUnavailable
from chalicelib.addresses.model import Search
from chalicelib.canonical import canonical_postal_code
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.logs import log
from chalicelib.cloud.places import FoundAddress
from chalicelib.cloud.table import Unavailable
from chalicelib.errors import NotFound
from chalicelib.limits.actions import spend
from chalicelib.limits.model import EVERYONE, current
from chalicelib.services import Services

_WHO = Purpose("address-searches")


def look_up(services: Services, search: Search, now: datetime) -> list[FoundAddress]:
    """Return the addresses to choose from, one at least; raise what `errors` has, TooMany, or NotFound where it is off.

    Each search costs the portal money: it is counted before it is made.
    """
    if not services.portal.policies.address_lookup.on:
        raise NotFound
    postal_code = canonical_postal_code(search.postal_code)
    if postal_code is None:
        raise NotAPostalCode(search.field)
    _spend(services, search, now)
    try:
        found = services.places.find(postal_code, search.language)
    except Unavailable as trouble:
        log.warning("address search unavailable", reason=str(trouble))
        raise SearchUnavailable(search.field) from trouble
    if not found:
        raise NothingFound(search.field)
    return found


def _spend(services: Services, search: Search, now: datetime) -> None:
    policy = services.portal.policies.address_lookup
    who = services.keyring.pseudonym(_WHO, search.network_address)
    spend(services, current("address-searches", who, policy.requests, now), now)
    spend(services, current("address-searches", EVERYONE, policy.requests_overall, now), now)
