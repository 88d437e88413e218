"""From an invitation to the first session: a password, then a second factor (REQUIREMENTS S10)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions.new_password import refuse_weak
from chalicelib.accounts.devices import device_name
from chalicelib.accounts.visitor import Visitor
from chalicelib.authentication.actions.enrolment import Setup, begin_enrolment, verify_enrolment
from chalicelib.authentication.actions.recovery_codes import draw_recovery_codes
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.audit import note, tell_administrators
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.emails import enqueue_staff_invitation
from chalicelib.staff.actions.locks import forget_failures
from chalicelib.staff.actions.sessions import OpenedStaffSession, open_session
from chalicelib.staff.errors import AlreadyStaff, InvitationRefused
from chalicelib.staff.inputs import FirstFactor, InviteStaff
from chalicelib.staff.model import Staff, StaffState
from chalicelib.staff.rules import admission
from chalicelib.staff.storage import add_staff, put_staff
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


class Admitted(NamedTuple):
    """Someone's first session, and the recovery codes, which are shown now or never."""

    opened: OpenedStaffSession
    recovery_codes: tuple[str, ...]


@retry_on_conflict
def invite(services: Services, form: InviteStaff, by: str, now: datetime) -> Staff:
    """Put someone new on the list and mail the link; raise AlreadyStaff."""
    if find.by_email(services, form.email):
        raise AlreadyStaff
    new = Staff(
        id=services.ids.new(),
        state=StaffState.INVITED,
        email=form.email,
        language=form.language,
        roles=form.roles.chosen,
        created_at=now,
    )
    staff = admission.invited(new, services.ids.secret(), services.portal.policies.staff, now)
    work = UnitOfWork(services, now, by)
    add_staff(work, services.keyring, staff)
    enqueue_staff_invitation(work, staff)
    note(work, staff.id, "invited")
    tell_administrators(work, staff, "invited")
    work.commit()
    return staff


def verify_invitation(services: Services, token: str, now: datetime) -> Staff | None:
    """Return whom the link lets in; None for a link that is void. Nothing is changed: mail scanners open links too."""
    staff = find.by_id(services, owner_of(token))
    if staff is None or staff.invitation is None or not admission.is_invitation_valid(staff, now):
        return None
    return staff if staff.invitation.proof(staff.id).opens(services.keyring, token) else None


@retry_on_conflict
def choose_password(services: Services, token: str, password: str, now: datetime) -> None:
    """Set the password of whoever has the link. It opens nothing before there is a second factor."""
    staff = _let_in(services, token, now)
    refuse_weak(services.portal, password, [staff.email])
    work = UnitOfWork(services, now)
    put_staff(work, staff.replace(password=services.passwords.hash(password)))
    note(work, staff.id, "password-chosen")
    work.commit()


def begin_factor(services: Services, token: str, now: datetime, earlier: str = "") -> Setup:
    """Return what a first factor is made from, once there is a password; raise InvitationRefused."""
    staff = _let_in(services, token, now)
    if staff.password is None:
        raise InvitationRefused
    return begin_enrolment(services, claimant_of(services, staff), now, earlier)


@retry_on_conflict
def finish(services: Services, form: FirstFactor, visitor: Visitor, now: datetime) -> Admitted:
    """Take the first factor, hand out recovery codes and sign in: the link is used up."""
    staff = _let_in(services, form.token or "", now)
    claimant = claimant_of(services, staff)
    factors = verify_enrolment(services, claimant, form, device_name(visitor.agent), now)
    if staff.password is None:
        raise InvitationRefused
    codes = draw_recovery_codes(services, claimant)
    admitted = admission.admitted(staff, factors.replace(recovery_codes=codes.hashes), now)
    work = UnitOfWork(services, now)
    forget_failures(work, admitted)  # what strangers tried since the invitation
    opened = open_session(work, admitted, visitor)
    work.commit()
    return Admitted(opened, codes.codes)


def _let_in(services: Services, token: str, now: datetime) -> Staff:
    staff = verify_invitation(services, token, now)
    if staff is None:
        raise InvitationRefused
    return staff
