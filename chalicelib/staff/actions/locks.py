"""Opening the access of staff who failed too often, or whom strangers shut out (REQUIREMENTS S2, S10)."""

from datetime import datetime

from chalicelib.accounts.actions.administration import unlock
from chalicelib.accounts.actions.throttling import forget_attempts
from chalicelib.accounts.errors import NobodyKnown
from chalicelib.authentication.actions import second_step
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.audit import note
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.model import Staff
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def forget_failures(work: UnitOfWork, staff: Staff) -> None:
    """Let one of the staff try anew: the password from anywhere, and the second factor."""
    forget_attempts(work, staff.id)
    work.delete(second_step.attempts_key(claimant_of(work.services, staff)))


@retry_on_conflict
def open_staff_access(services: Services, email: str, by: str, now: datetime) -> None:
    """Forget the failures of whoever of the staff has the address; raise NobodyKnown."""
    staff = find.by_email(services, email)
    if staff is None:
        raise NobodyKnown
    work = UnitOfWork(services, now, by)
    forget_failures(work, staff)
    note(work, staff.id, "access-opened")
    work.commit()


def open_access(services: Services, identifier: str, by: str, now: datetime, *, of_staff: bool) -> None:
    """Open the access of whoever signs in with this: of people and, where `of_staff` is true, of staff.

    Raise NobodyKnown.
    """
    is_staff = of_staff and find.by_email(services, identifier) is not None
    if is_staff:
        open_staff_access(services, identifier, by, now)
    try:
        unlock(services, identifier, by, now)
    except NobodyKnown:
        if not is_staff:
            raise
