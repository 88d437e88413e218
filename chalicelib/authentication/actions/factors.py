"""Changes of a person's own second factors, shortly after signing in (SECURITY SEC21)."""

from datetime import datetime

from chalicelib.authentication.model import Claimant, Factors
from chalicelib.authentication.problems import LastFactor
from chalicelib.authentication.rules.factors import is_fresh, without_factor
from chalicelib.refusal import Absent
from chalicelib.sessions.model import Session


def may_change_factors(claimant: Claimant, session: Session, now: datetime) -> bool:
    """Tell whether the claimant's session began recently enough."""
    return is_fresh(session, claimant.policy, now)


def remove_factor(factors: Factors, factor: str) -> Factors:
    """Return the factors without one, by its id; raise Absent, or LastFactor for the only one."""
    left = without_factor(factors, factor)
    if left == factors:
        raise Absent
    if not left.enrolled:
        raise LastFactor
    return left
