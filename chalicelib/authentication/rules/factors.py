"""Changes of second factors: one is added, used or removed."""

from datetime import datetime

from chalicelib.authentication.model import Factor, Factors, SecondFactorPolicy
from chalicelib.sessions.model import Session


def with_factor(factors: Factors, factor: Factor) -> Factors:
    """Return them with the factor, new or as it is after a use."""
    return factors.replace(enrolled=(*_others(factors, factor.id), factor))


def without_factor(factors: Factors, factor: str) -> Factors:
    return factors.replace(enrolled=_others(factors, factor))


def without_code(factors: Factors, code: str) -> Factors:
    """Return them without a recovery code, by its hash: each works once."""
    return factors.replace(recovery_codes=tuple(each for each in factors.recovery_codes if each != code))


def is_fresh(session: Session, policy: SecondFactorPolicy, now: datetime) -> bool:
    """Tell whether the sign-in was so recent that factors may be changed: a session alone must not be enough."""
    return now < session.created_at + policy.fresh


def _others(factors: Factors, factor: str) -> tuple[Factor, ...]:
    return tuple(each for each in factors.enrolled if each.id != factor)
