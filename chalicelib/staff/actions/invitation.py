"""From an invitation to the first session: a password, then a second factor (REQUIREMENTS S10)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions.new_password import refuse_weak
from chalicelib.accounts.devices import device_name
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.keyring import same
from chalicelib.cloud.table import Change
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.settled import until_settled
from chalicelib.staff.actions import enrolment, find, recovery
from chalicelib.staff.actions.audit import note
from chalicelib.staff.actions.emails import enqueue_staff_invitation
from chalicelib.staff.actions.sessions import Opened, open_session
from chalicelib.staff.inputs import FirstFactor, InviteStaff
from chalicelib.staff.items import add_staff, put_staff
from chalicelib.staff.model import Staff, State
from chalicelib.staff.problems import AlreadyStaff, InvitationRefused
from chalicelib.staff.rules import admission


class Admitted(NamedTuple):
    """Someone's first session, and the recovery codes, which are shown now or never."""

    opened: Opened
    recovery_codes: tuple[str, ...]


@until_settled
def invite(services: Services, wish: InviteStaff, by: str, now: datetime) -> Staff:
    """Put someone new on the list and mail the link; raise AlreadyStaff."""
    if find.by_email(services, wish.email):
        raise AlreadyStaff
    new = Staff(
        id=services.ids.new(),
        state=State.INVITED,
        email=wish.email,
        language=wish.language,
        roles=wish.roles.chosen,
        created_at=now,
    )
    staff = admission.invited(new, services.ids.secret(), services.portal.policies.staff, now)
    change = Change(services.ids.new())
    add_staff(change, services.keyring, staff)
    enqueue_staff_invitation(services, change, staff, now)
    note(change, staff.id, "invited", now, by)
    services.table.commit(change)
    return staff


def look(services: Services, token: str, now: datetime) -> Staff | None:
    """Return whom the link lets in; None for a link that is void. Nothing is changed: mail scanners open links too."""
    staff = find.by_id(services, owner_of(token))
    if staff is None or staff.invitation is None or not admission.is_open(staff, now):
        return None
    return staff if same(token, staff.invitation.proof(staff.id).token(services.keyring)) else None


@until_settled
def choose_password(services: Services, token: str, password: str, now: datetime) -> None:
    """Set the password of whoever has the link. It opens nothing before there is a second factor."""
    staff = _let_in(services, token, now)
    refuse_weak(services.portal, password, [staff.email])
    change = Change(services.ids.new())
    put_staff(change, staff.but(password=services.passwords.hash(password)))
    note(change, staff.id, "password-chosen", now)
    services.table.commit(change)


def begin_factor(services: Services, token: str, now: datetime, earlier: str = "") -> enrolment.Setup:
    """Return what a first factor is made from, once there is a password; raise InvitationRefused."""
    staff = _let_in(services, token, now)
    if staff.password is None:
        raise InvitationRefused
    return enrolment.begin(services, staff, now, earlier)


@until_settled
def finish(services: Services, wish: FirstFactor, visitor: Visitor, now: datetime) -> Admitted:
    """Take the first factor, hand out recovery codes and sign in: the link is used up."""
    staff = _let_in(services, wish.token or "", now)
    factor = enrolment.proven(services, staff, wish, device_name(visitor.agent), now)
    if staff.password is None:
        raise InvitationRefused
    codes = recovery.draw(services, staff)
    change = Change(services.ids.new())
    opened = open_session(services, change, admission.admitted(staff, factor, codes.kept, now), visitor, now)
    services.table.commit(change)
    return Admitted(opened, codes.shown)


def _let_in(services: Services, token: str, now: datetime) -> Staff:
    staff = look(services, token, now)
    if staff is None:
        raise InvitationRefused
    return staff
