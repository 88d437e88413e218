"""Ends a lockout early, on behalf of staff (REQUIREMENTS S2)."""

from datetime import datetime

from chalicelib.accounts.actions.attempts import forget_attempts
from chalicelib.accounts.actions.find import holder, identifier_keys
from chalicelib.accounts.errors import NobodyKnown
from chalicelib.activities.model import write_activity
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def unlock(services: Services, identifier: str, by: str, now: datetime) -> None:
    """Forget the failures of whoever signs in with this; raise NobodyKnown. The owner's activities say who did it."""
    account = holder(services, identifier_keys(services, services.portal.identifier_kinds, identifier), now)
    if account is None:
        raise NobodyKnown
    work = UnitOfWork(services, now, by)
    write_activity(work, account.id, "access-opened")
    forget_attempts(work, account.id)
    work.commit()
