"""Staff as claimants: how authentication knows one of the staff."""

from chalicelib.authentication.model import Claimant
from chalicelib.services import Services
from chalicelib.staff.model import Staff

REALM = "staff"


def claimant_of(services: Services, staff: Staff) -> Claimant:
    """Return the claimant; authenticators show the email address, and the portal's name in the person's language."""
    portal = services.portal
    return Claimant(
        realm=REALM,
        id=staff.id,
        version=staff.version,
        name=staff.email,
        issuer=portal.name[staff.language or "fr"],
        factors=staff.factors,
        policy=portal.policies.staff,
    )
