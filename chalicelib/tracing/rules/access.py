"""Access rules: how much of a shipment a person may see (REQUIREMENTS T1, T2; SECURITY SEC43)."""

from collections.abc import Mapping

from chalicelib.canonical import folded
from chalicelib.portal.model import IdentifierKind
from chalicelib.tracing.model import Details, PartyRole, Shipment
from chalicelib.tracing.rules.timeline import details

PROVEN: tuple[IdentifierKind, ...] = ("access_code", "email")  # given by the portal, or proven by mail: nobody else's


def role_of(identifiers: Mapping[IdentifierKind, str], shipment: Shipment) -> PartyRole | None:
    """Return what the account with these identifiers is to the shipment; None for a stranger."""
    found = details(shipment)
    own = {folded(identifiers[kind]) for kind in PROVEN if kind in identifiers}
    parties = found.parties.items() if found else ()
    return next((role for role, party in parties if party.access and folded(party.access) in own), None)


def is_its_postal_code(text: str | None, found: Details | None) -> bool:
    """Tell whether someone knows where the shipment goes to."""
    return text is not None and found is not None and _plain(text) == _plain(found.postal_code)


def _plain(postal_code: str) -> str:
    return "".join(filter(str.isalnum, folded(postal_code)))
