"""Following a file without an account's session: by its number and the address of who applied (REQUIREMENTS F7)."""

from datetime import datetime

from chalicelib.accounts.actions import find as accounts
from chalicelib.applications.actions.find import get_by_number
from chalicelib.applications.errors import ApplicationNotFound
from chalicelib.applications.model import Application
from chalicelib.canonical import same_address
from chalicelib.cloud.keyring import Purpose
from chalicelib.limits.actions import spend
from chalicelib.limits.model import current
from chalicelib.services import Services

_WHO = Purpose("look-ups")
EVERYONE = "everyone"


def look_up(services: Services, number: str, email: str, address: str, now: datetime) -> Application:
    """Return the file; raise TooMany, or NotFound whichever of the two is wrong. `address` is the network's (SEC43)."""
    limits = services.portal.policies.limits
    spend(services, current("look-ups", services.keyring.pseudonym(_WHO, address), limits.look_ups, now), now)
    spend(services, current("look-ups", EVERYONE, limits.look_ups_overall, now), now)
    digits = "".join(filter(str.isdecimal, number))
    found = get_by_number(services, digits)
    account = accounts.by_id(services, found.account if found else accounts.NOBODY)
    if found is None or account is None or found.submitted_at is None:
        raise ApplicationNotFound
    if not same_address(email, account.email):
        raise ApplicationNotFound
    return found
