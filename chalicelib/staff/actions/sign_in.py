"""Signing in, in two steps: the password, then a second factor (REQUIREMENTS S10; SECURITY SEC02-SEC10, SEC21)."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.actions import budgets
from chalicelib.accounts.actions.attempts import attempts_key, count_failure
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.logs import log
from chalicelib.cloud.passkeys import Json
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.limits import actions as limits
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.settled import until_settled
from chalicelib.staff.actions import find, proof
from chalicelib.staff.actions.emails import enqueue_staff_factors_changed, enqueue_staff_locked
from chalicelib.staff.actions.sessions import Opened, open_session
from chalicelib.staff.inputs import SecondStep, StaffSignIn
from chalicelib.staff.items import email_key, put_staff
from chalicelib.staff.model import Staff
from chalicelib.staff.problems import BeginAgain, FactorRefused, StaffSignInRefused
from chalicelib.staff.rules import tickets
from chalicelib.staff.rules.tickets import Ticket

STEP = "sign-in"


class Begun(NamedTuple):
    """A password that was right. It opens nothing: the second factor is still to come."""

    ticket: str
    until: datetime
    passkey_options: Json | None  # None for someone who has no passkey


def prove_password(services: Services, wish: StaffSignIn, visitor: Visitor, now: datetime) -> Begun:
    """Take the first step, or raise StaffSignInRefused: one answer, at one price, for every reason."""
    key = email_key(services.keyring, wish.email)
    items = budgets.read_unless_spent(services, [key], visitor.address, now)
    if items is None:
        raise StaffSignInRefused(services.portal)
    staff = find.holder(services, items[0])
    attempts = attempts_key(staff.id if staff else key.pk, visitor)
    row = limits.reserve_attempt(services, attempts, now)
    if row is None:
        raise StaffSignInRefused(services.portal)
    right = services.passwords.matches(wish.password.get_secret_value(), staff.password if staff else None)
    if staff is None or not right or not staff.is_active:
        _fail(services, row, staff, visitor, now)
        raise StaffSignInRefused(services.portal)
    return _begun(services, _counted_anew(services, staff, attempts, wish), now)


def look(services: Services, ticket: str, now: datetime) -> Begun | None:
    """Return what the page of the second step shows; None where no first step leads to it."""
    staff, read = _read(services, ticket, now)
    if staff is None or read is None:
        return None
    return Begun(ticket, read.until, proof.passkey_options(services, staff, read.nonce))


@until_settled
def prove_factor(services: Services, wish: SecondStep, visitor: Visitor, now: datetime) -> Opened:
    """Open a session, or raise BeginAgain or FactorRefused."""
    staff, ticket = _read(services, wish.ticket or "", now)
    if staff is None or ticket is None:
        raise BeginAgain
    attempts = _factor_attempts(staff)
    row = limits.reserve_attempt(services, attempts, now)
    after = proof.used(services, staff, ticket.nonce, wish, now) if row else None
    if row and after is None:
        _fail(services, row, staff, visitor, now)
    if after is None:
        raise FactorRefused(services.portal, _field(staff, wish))
    change = Change(services.ids.new())
    change.delete(attempts)
    _tell_of_recovery_code(services, change, staff, after, now)
    opened = open_session(services, change, after, visitor, now)
    services.table.commit(change)
    return opened


def _counted_anew(services: Services, staff: Staff, attempts: Key, wish: StaffSignIn) -> Staff:
    """Forget the failures, and make a weaker hash anew (SECURITY SEC14); return the record as it is then."""
    change = Change(services.ids.new())
    change.delete(attempts)
    if staff.password and services.passwords.outdated(staff.password):
        staff = put_staff(change, staff.but(password=services.passwords.hash(wish.password.get_secret_value())))
    services.table.commit(change)
    return staff


def _begun(services: Services, staff: Staff, now: datetime) -> Begun:
    ticket = Ticket(STEP, services.ids.secret(), now + services.portal.policies.staff.second_step)
    written = tickets.written(services.keyring, ticket, staff)
    return Begun(written, ticket.until, proof.passkey_options(services, staff, ticket.nonce))


def _read(services: Services, text: str, now: datetime) -> tuple[Staff | None, Ticket | None]:
    """Return who took the first step, if the ticket of it still is good."""
    staff = find.by_id(services, owner_of(text))
    if staff is None or not staff.is_active:
        return None, None
    return staff, tickets.read(services.keyring, text, STEP, staff, now)


def _factor_attempts(staff: Staff) -> Key:
    """Return where attempts to prove a second factor are counted: apart, so that a right password buys none."""
    return limits.attempts_key(f"{staff.id}#factor")


def _fail(services: Services, row: Item, staff: Staff | None, visitor: Visitor, now: datetime) -> None:
    """Count a failure, and tell the owner by mail when it was the one that locks."""
    log.info("staff sign-in refused", staff=staff.id if staff else None)

    def tell(change: Change) -> None:
        if staff:
            enqueue_staff_locked(services, change, staff, now)

    count_failure(services, row, tell, visitor, now)


def _field(staff: Staff, wish: SecondStep) -> str:
    """Return the field that was filled in, of those that the page shows this person."""
    if wish.passkey is not None and any(factor.kind == "passkey" for factor in staff.factors):
        return "passkey"
    return "code" if wish.recovery_code is None else "recovery_code"


def _tell_of_recovery_code(services: Services, change: Change, before: Staff, after: Staff, now: datetime) -> None:
    if before.recovery_codes != after.recovery_codes:
        enqueue_staff_factors_changed(services, change, before, "code-used", len(after.recovery_codes), now)
