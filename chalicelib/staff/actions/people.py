"""What administrators do with the others: every change is noted with whose doing it was (REQUIREMENTS W6).

Nobody changes the own record here, and the doer's must stand unchanged: so an administrator is always left, however
many of them act at once.
"""

from datetime import datetime

from chalicelib.cloud.table import unchanged
from chalicelib.errors import NotFound
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.audit import note, tell_administrators
from chalicelib.staff.actions.emails import enqueue_staff_invitation
from chalicelib.staff.actions.locks import forget_failures
from chalicelib.staff.actions.sessions import StaffPerson
from chalicelib.staff.errors import NotOneself
from chalicelib.staff.model import Staff, StaffRole
from chalicelib.staff.rules import admission
from chalicelib.staff.storage import put_staff, staff_key
from chalicelib.unit_of_work import UnitOfWork


def someone(services: Services, staff: str) -> Staff:
    """Return one of the staff; raise NotFound."""
    found = find.by_id(services, staff)
    if found is None:
        raise NotFound
    return found


def change_roles(services: Services, by: StaffPerson, staff: str, roles: tuple[StaffRole, ...], now: datetime) -> None:
    """Let someone do something else from now on; their sessions end."""
    changed = admission.with_roles(_other(services, by, staff), roles)
    services.table.commit(_change(services, by, changed, "roles-changed", now))


def invite_again(services: Services, by: StaffPerson, staff: str, now: datetime) -> None:
    """Have someone begin anew, by a new link: the password and the factors of before are worth nothing any more."""
    policy = services.portal.policies.staff
    changed = admission.invited(_other(services, by, staff), services.ids.secret(), policy, now)
    change = _change(services, by, changed, "invited-again", now)
    forget_failures(change, changed)
    enqueue_staff_invitation(change, changed)
    services.table.commit(change)


def disable(services: Services, by: StaffPerson, staff: str, now: datetime) -> None:
    """Let someone in no more, from this moment on."""
    changed = admission.disabled(_other(services, by, staff))
    services.table.commit(_change(services, by, changed, "disabled", now))


def _other(services: Services, by: StaffPerson, staff: str) -> Staff:
    if staff == by.id:
        raise NotOneself
    return someone(services, staff)


def _change(services: Services, by: StaffPerson, changed: Staff, what: str, now: datetime) -> UnitOfWork:
    """Return the change that writes someone else's record, and notes whose doing it was."""
    work = UnitOfWork(services, now, by.id)
    work.require(staff_key(by.id), unchanged(by.staff.version))
    put_staff(work, changed)
    note(work, changed.id, what)
    tell_administrators(work, changed, what)
    return work
