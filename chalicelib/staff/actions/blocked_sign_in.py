"""Signing in while access is blocked: the password and a second factor together, so that no stranger shuts staff out.

Attempts at the password alone are everyone's to use up. Here nothing is counted against the person unless the password
is right, and nobody learns from the answer whether it was: a guess is worth nothing without the second factor.
"""

from datetime import datetime

from chalicelib.accounts.actions import throttling
from chalicelib.accounts.visitor import Visitor
from chalicelib.authentication.actions import second_step
from chalicelib.authentication.model import Factors
from chalicelib.cloud.table import Key
from chalicelib.limits import actions as limits
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.locks import forget_failures
from chalicelib.staff.actions.sessions import OpenedStaffSession, open_session
from chalicelib.staff.actions.sign_in import count_staff_failure, read_holder, tell_of_recovery_code
from chalicelib.staff.errors import BlockedSignInRefused
from chalicelib.staff.inputs import BlockedSignIn
from chalicelib.staff.model import Staff
from chalicelib.staff.storage import email_key
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def sign_in_though_blocked(
    services: Services, form: BlockedSignIn, visitor: Visitor, now: datetime
) -> OpenedStaffSession:
    """Open a session and forget all failures, or raise BlockedSignInRefused: one answer, at one price."""
    key = email_key(services.keyring, form.email)
    staff = find.holder(services, throttling.read(services, [key], visitor, read_holder, now)[0])
    right = services.passwords.matches(form.password.get_secret_value(), staff.password if staff else None)
    proven = staff if staff and right and staff.is_active else None
    row = limits.reserve_attempt(services, _attempts(services, proven, key), now)
    factors = _verify(services, proven, form.code, now, may_guess=row is not None) if proven else None
    if proven is None or factors is None:
        count_staff_failure(services, row, proven, visitor, now)
        raise BlockedSignInRefused(services.portal)
    work = UnitOfWork(services, now)
    forget_failures(work, proven)
    tell_of_recovery_code(work, proven, factors)
    opened = open_session(work, proven.replace(factors=factors), visitor)
    work.commit()
    return opened


def _verify(services: Services, staff: Staff, code: str, now: datetime, *, may_guess: bool) -> Factors | None:
    """Return the factors after the use of the code: an app's while attempts are left, or a recovery code, always."""
    claimant = claimant_of(services, staff)
    by_app = second_step.verify_app(services, claimant, code, now) if may_guess else None
    return by_app or second_step.verify_recovery_code(services, claimant, code)


def _attempts(services: Services, proven: Staff | None, typed: Key) -> Key:
    """Return where the attempt at the second factor is counted: against nobody where the password is not right."""
    if proven is None:
        return limits.attempts_key(typed.pk, "factor")
    return second_step.attempts_key(claimant_of(services, proven))
