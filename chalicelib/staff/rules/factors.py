"""What becomes of someone's second factors: added, used, removed."""

from datetime import datetime

from chalicelib.portal.policies import StaffPolicy
from chalicelib.sessions.model import Session
from chalicelib.staff.model import Factor, Staff


def with_factor(staff: Staff, factor: Factor) -> Staff:
    """Return them with the factor, new or as it is after a use."""
    others = tuple(each for each in staff.factors if each.id != factor.id)
    return staff.replace(factors=(*others, factor))


def without_factor(staff: Staff, factor: str) -> Staff:
    return staff.replace(factors=tuple(each for each in staff.factors if each.id != factor))


def without_code(staff: Staff, code: str) -> Staff:
    """Return them without a recovery code, by its pseudonym: each works once."""
    return staff.replace(recovery_codes=tuple(each for each in staff.recovery_codes if each != code))


def is_fresh(session: Session, policy: StaffPolicy, now: datetime) -> bool:
    """Tell whether the sign-in was so recent that factors may be changed: a session alone must not be enough."""
    return now < session.created_at + policy.fresh
