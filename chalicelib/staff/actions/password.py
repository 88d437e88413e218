"""What staff change of the own password; who has forgotten it is invited anew (REQUIREMENTS S6)."""

from datetime import datetime

from chalicelib.accounts.actions.new_password import refuse_weak
from chalicelib.accounts.actions.throttling import attempts_key, count_failure, reserve
from chalicelib.accounts.errors import NotThePassword
from chalicelib.accounts.profile_inputs import ChangePassword
from chalicelib.accounts.visitor import Visitor
from chalicelib.services import Services
from chalicelib.staff.actions.emails import enqueue_staff_locked, enqueue_staff_password_changed
from chalicelib.staff.actions.sessions import StaffPerson, end_others
from chalicelib.unit_of_work import UnitOfWork


def change_password(
    services: Services, person: StaffPerson, form: ChangePassword, visitor: Visitor, now: datetime
) -> None:
    """Set a new password after the old one was proven again; the other sessions end, and the owner is told."""
    staff, password, attempts = person.staff, form.password.get_secret_value(), attempts_key(person.id, visitor)
    row = reserve(services, attempts, visitor, now)
    if not services.passwords.matches(form.current.get_secret_value(), staff.password):
        count_failure(services, row, lambda work: enqueue_staff_locked(work, staff), visitor, now)
        raise NotThePassword
    refuse_weak(services.portal, password, [staff.email])
    work = UnitOfWork(services, now)
    work.delete(attempts)
    changed = staff.replace(password=services.passwords.hash(password))
    end_others(work, person, changed, "password-changed")
    enqueue_staff_password_changed(work, changed)
    work.commit()
