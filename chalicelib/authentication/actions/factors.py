"""Changes of a person's own second factors, shortly after signing in (SECURITY SEC21)."""

from datetime import datetime

from chalicelib.authentication.errors import LastFactor
from chalicelib.authentication.model import Claimant, Factors
from chalicelib.authentication.rules.factors import is_fresh, without_factor
from chalicelib.errors import NotFound
from chalicelib.sessions.model import Session


def is_freshly_proven(claimant: Claimant, session: Session, now: datetime) -> bool:
    """Tell whether the claimant's session began recently enough."""
    return is_fresh(session, claimant.policy, now)


def remove_factor(factors: Factors, factor: str) -> Factors:
    """Return the factors without one, by its id; raise NotFound, or LastFactor for the only one."""
    left = without_factor(factors, factor)
    if left == factors:
        raise NotFound
    if not left.enrolled:
        raise LastFactor
    return left
