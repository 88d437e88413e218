"""Signing in, in two steps: the password, then a second factor (REQUIREMENTS S10; SECURITY SEC02-SEC10, SEC21)."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.accounts.actions import throttling
from chalicelib.accounts.actions.throttling import attempts_key, count_failure
from chalicelib.accounts.visitor import Visitor
from chalicelib.authentication.actions import second_step
from chalicelib.authentication.actions.second_step import PendingSignIn
from chalicelib.authentication.errors import BeginAgain, FactorRefused
from chalicelib.authentication.inputs import SecondStep
from chalicelib.authentication.model import Factors
from chalicelib.cloud.logs import log
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.limits import actions as limits
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.staff.actions import find
from chalicelib.staff.actions.claimants import claimant_of
from chalicelib.staff.actions.emails import enqueue_staff_factors_changed, enqueue_staff_locked
from chalicelib.staff.actions.sessions import OpenedStaffSession, open_session
from chalicelib.staff.errors import StaffSignInRefused
from chalicelib.staff.inputs import StaffSignIn
from chalicelib.staff.model import Staff
from chalicelib.staff.storage import email_key, parse_holder, put_staff
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def verify_password(services: Services, form: StaffSignIn, visitor: Visitor, now: datetime) -> PendingSignIn:
    """Take the first step, or raise StaffSignInRefused: one answer, at one price, for every reason."""
    key = email_key(services.keyring, form.email)
    staff = find.holder(services, throttling.read(services, [key], visitor, read_holder, now)[0])
    attempts = attempts_key(staff.id if staff else key.pk, visitor)
    row = limits.reserve_attempt(services, attempts, now)
    if row is None:
        throttling.spend_failure(services, visitor.address, now)
        raise StaffSignInRefused(services.portal)
    right = services.passwords.matches(form.password.get_secret_value(), staff.password if staff else None)
    if staff is None or not right or not staff.is_active:
        count_staff_failure(services, row, staff, visitor, now)
        raise StaffSignInRefused(services.portal)
    staff = _reset_failures(services, staff, attempts, form)
    return second_step.begin_second_step(services, claimant_of(services, staff), now)


def read_pending_sign_in(services: Services, ticket: str, now: datetime) -> PendingSignIn | None:
    """Return the content of the second step's page; None where no first step leads to it."""
    staff = _find_active(services, ticket)
    return second_step.resume_second_step(services, claimant_of(services, staff), ticket, now) if staff else None


@retry_on_conflict
def complete_sign_in(services: Services, form: SecondStep, visitor: Visitor, now: datetime) -> OpenedStaffSession:
    """Open a session, or raise BeginAgain or FactorRefused."""
    staff = _find_active(services, form.ticket or "")
    if staff is None:
        raise BeginAgain
    claimant = claimant_of(services, staff)
    ticket = second_step.verify_ticket(services, claimant, form.ticket or "", now)
    attempts = second_step.attempts_key(claimant)
    row = limits.reserve_attempt(services, attempts, now)
    is_judged = row is not None or not second_step.can_be_guessed(form)
    factors = second_step.verify_factor(services, claimant, ticket, form, now) if is_judged else None
    if row and factors is None:
        count_staff_failure(services, row, staff, visitor, now)
    if factors is None:
        raise FactorRefused(services.portal, second_step.refused_field(staff.factors, form))
    work = UnitOfWork(services, now)
    work.delete(attempts)
    tell_of_recovery_code(work, staff, factors)
    opened = open_session(work, staff.replace(factors=factors), visitor)
    work.commit()
    return opened


def _reset_failures(services: Services, staff: Staff, attempts: Key, form: StaffSignIn) -> Staff:
    """Forget the failures, and make a weaker hash anew (SECURITY SEC14); return the record as it is then."""
    change = Change(services.ids.new())
    change.delete(attempts)
    if staff.password and services.passwords.outdated(staff.password):
        staff = put_staff(change, staff.replace(password=services.passwords.hash(form.password.get_secret_value())))
    services.table.commit(change)
    return staff


def _find_active(services: Services, ticket: str) -> Staff | None:
    """Return the person that the ticket names, if active; the ticket's mark proves it, not this."""
    staff = find.by_id(services, owner_of(ticket))
    return staff if staff and staff.is_active else None


def read_holder(rows: Sequence[Item | None]) -> str | None:
    """Return whose sign-in it is, by the row of the address."""
    return parse_holder(rows[0])


def count_staff_failure(
    services: Services, row: Item | None, staff: Staff | None, visitor: Visitor, now: datetime
) -> None:
    """Count a failure, and tell the owner by mail when it was the one that locks; `row` counts the attempts, if any."""
    log.info("staff sign-in refused", staff=staff.id if staff else None)

    def tell(work: UnitOfWork) -> None:
        if staff:
            enqueue_staff_locked(work, staff)

    if row is None:
        throttling.spend_failure(services, visitor.address, now)
    else:
        count_failure(services, row, tell, visitor, now)


def tell_of_recovery_code(work: UnitOfWork, staff: Staff, after: Factors) -> None:
    """Enqueue that one of the recovery codes was used, if one was."""
    if staff.factors.recovery_codes != after.recovery_codes:
        enqueue_staff_factors_changed(work, staff, "code-used", len(after.recovery_codes))
