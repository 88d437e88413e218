"""The proof of delivery: a file that the carrier put into the bucket (REQUIREMENTS T2)."""

from chalicelib.cloud.files import Served
from chalicelib.errors import NotFound
from chalicelib.services import Services
from chalicelib.tracing.actions.trace import Traced
from chalicelib.tracing.rules.timeline import proof

FOLDER = "proofs"
PDF = "application/pdf"


def proof_link(services: Services, traced: Traced) -> str:
    """Return an address from which the file can be saved for a short while.

    Raise NotFound where there is none, or where it is none of the asker's business.
    """
    name = proof(traced.shipment) if traced.shipment and traced.role else None
    key = f"{FOLDER}/{traced.number}/{name}"
    stored = services.files.find(key) if name else None
    if name is None or stored is None:
        raise NotFound
    lifetime = services.portal.policies.documents.link_lifetime
    return services.files.link(key, stored.version, Served(name, PDF), lifetime)
