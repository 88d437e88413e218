"""Getting back in: a forgotten password, a forgotten identifier (REQUIREMENTS S4; SECURITY SEC04, SEC24)."""

from datetime import datetime

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.emails import (
    enqueue_dummy_write,
    enqueue_identifier_reminder,
    enqueue_password_changed,
    enqueue_password_reset,
)
from chalicelib.accounts.actions.new_password import refuse_earlier, refuse_weak, with_password
from chalicelib.accounts.actions.throttling import forget_attempts
from chalicelib.accounts.errors import LinkRefused
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword
from chalicelib.accounts.model import Account, AccountState, Reset
from chalicelib.accounts.rules import resets
from chalicelib.accounts.storage import put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.canonical import same_address
from chalicelib.limits.actions import spend
from chalicelib.proof import Proof, owner_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


@retry_on_conflict
def send_reset_link(services: Services, form: ForgottenPassword, visitor: Visitor, now: datetime) -> None:
    """Mail a link to choose a new password, if there is such an account; nobody learns whether there is."""
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = _claimed(services, form, now)
    to = account.email if account else form.identifier
    may_mail = throttling.try_reset_mail(services, to, now)
    work = UnitOfWork(services, now)
    if account and may_mail and account.state is AccountState.ACTIVE:
        reset = resets.asked(account.reset, services.ids.secret(), services.portal.policies.reset, now)
        enqueue_password_reset(work, account, _open(work, account, reset))
    else:
        enqueue_dummy_write(work)
    work.commit()


def open_reset(work: UnitOfWork, account: Account, until: datetime) -> Proof:
    """Let whoever is sent the proof choose a new password, and nobody by an earlier link; `work` says who does it."""
    return _open(work, account, Reset(nonce=work.services.ids.secret(), expires_at=until))


def _open(work: UnitOfWork, account: Account, reset: Reset) -> Proof:
    put_account(work, account.replace(reset=reset))
    write_activity(work, account.id, "recovery-answered" if work.by else "password-reset-asked")
    return reset.proof(account.id)


@retry_on_conflict
def reset_password(services: Services, token: str, password: str, now: datetime) -> Account:
    """Set the password that the link's holder chose: all sessions end, a lock opens, and the owner is told.

    Return the account.
    """
    opened = _opened(services, token, now)
    if opened is None:
        raise LinkRefused
    account, reset = opened
    refuse_weak(services.portal, password, account.identifiers.values())
    if not reset.first:
        refuse_earlier(services, password, account)
    work = UnitOfWork(services, now)
    changed = with_password(services, account, password, now).replace(last_active_at=now)
    put_account(work, changed)
    enqueue_password_changed(work, account)
    write_activity(work, account.id, "password-reset")
    forget_attempts(work, account.id)
    work.commit()
    return changed


def is_reset_link_valid(services: Services, token: str, now: datetime) -> bool:
    """Tell whether the link still lets a password be chosen; changes nothing."""
    return _opened(services, token, now) is not None


@retry_on_conflict
def remind_identifier(services: Services, form: ForgottenIdentifier, visitor: Visitor, now: datetime) -> None:
    """Mail what the owner of the address signs in with, if there is one; nobody learns whether there is."""
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", form.email, now)
    may_mail = throttling.try_mail(services, "reminder", form.email, now)
    work = UnitOfWork(services, now)
    if account and may_mail and account.state is AccountState.ACTIVE:
        enqueue_identifier_reminder(work, account)
    else:
        enqueue_dummy_write(work)
    work.commit()


def _claimed(services: Services, form: ForgottenPassword, now: datetime) -> Account | None:
    """Return the account of this identifier; where an address is asked for too, only if it is the account's own."""
    audience = services.portal.audience(form.audience)
    keys = find.identifier_keys(services, audience.identifiers if audience else (), form.identifier)
    account = find.holder(services, keys, now)
    if account and audience and audience.reset_asks_email:
        right = form.email and same_address(form.email, account.email)
        return account if right else None
    return account


def _opened(services: Services, token: str, now: datetime) -> tuple[Account, Reset] | None:
    """Return whose password the link lets be chosen; None for a link that is void."""
    account = find.by_id(services, owner_of(token))
    if account is None or account.reset is None or account.state is not AccountState.ACTIVE:
        return None
    right = account.reset.proof(account.id).opens(services.keyring, token)
    return (account, account.reset) if right and now < account.reset.expires_at else None
