"""How someone becomes one of the staff, and ceases to be (REQUIREMENTS S10)."""

from datetime import datetime

from chalicelib.authentication.model import Factors
from chalicelib.portal.policies import StaffPolicy
from chalicelib.staff.model import Invitation, Staff, StaffRole, StaffState


def is_invitation_valid(staff: Staff | None, now: datetime) -> bool:
    """Tell whether someone waits for this person to come in by the link."""
    return staff is not None and staff.invitation is not None and now < staff.invitation.expires_at


def invited(staff: Staff, nonce: str, policy: StaffPolicy, now: datetime) -> Staff:
    """Return someone who has to begin anew: earlier links, sessions, factors and the password are worth nothing."""
    return staff.replace(
        state=StaffState.INVITED,
        invitation=Invitation(nonce=nonce, expires_at=now + policy.invitation),
        password=None,
        factors=Factors(),
        epoch=staff.epoch + 1,
    )


def admitted(staff: Staff, factors: Factors, now: datetime) -> Staff:
    """Return someone who has proven a second factor: the link is used up."""
    return staff.replace(state=StaffState.ACTIVE, invitation=None, factors=factors, last_active_at=now)


def with_roles(staff: Staff, roles: tuple[StaffRole, ...]) -> Staff:
    """Return someone who may do something else from now on: sessions of before end (SECURITY SEC30)."""
    return staff.replace(roles=roles, epoch=staff.epoch + 1)


def disabled(staff: Staff) -> Staff:
    return staff.replace(state=StaffState.DISABLED, invitation=None, epoch=staff.epoch + 1)
