"""Getting back in: a forgotten password, a forgotten identifier (REQUIREMENTS S4; SECURITY SEC04, SEC24)."""

from datetime import datetime

from chalicelib.accounts.actions import budgets, find
from chalicelib.accounts.actions.attempts import forget_attempts
from chalicelib.accounts.actions.emails import (
    enqueue_dummy_write,
    enqueue_identifier_reminder,
    enqueue_password_changed,
    enqueue_password_reset,
)
from chalicelib.accounts.actions.new_password import refuse_earlier, refuse_weak, with_password
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword
from chalicelib.accounts.items import put_account
from chalicelib.accounts.model import Account, Reset, State
from chalicelib.accounts.problems import LinkRefused
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.canonical import same_address
from chalicelib.cloud.keyring import same
from chalicelib.cloud.table import Change
from chalicelib.limits.actions import spend, try_spend
from chalicelib.proof import Proof, owner_of
from chalicelib.services import Services
from chalicelib.settled import until_settled


@until_settled
def send_reset_link(services: Services, wish: ForgottenPassword, visitor: Visitor, now: datetime) -> None:
    """Mail a link to choose a new password, if there is such an account; nobody learns whether there is."""
    spend(services, budgets.requests(services, visitor.address, now), now)
    account = _claimed(services, wish, now)
    to = account.email if account else wish.identifier
    may_mail = try_spend(services, budgets.mails(services, to, now))
    change = Change(services.ids.new())
    if account and may_mail and account.state is State.ACTIVE:
        proof = open_reset(services, change, account, now + services.portal.policies.reset.lifetime, now)
        enqueue_password_reset(services, change, account, proof, now)
    else:
        enqueue_dummy_write(services, change, now)
    services.table.commit(change)


def open_reset(
    services: Services, change: Change, account: Account, until: datetime, now: datetime, by: str | None = None
) -> Proof:
    """Let a new password be chosen by whoever is sent the proof. `by` is whose doing it is, if not the owner's."""
    reset = Reset(nonce=services.ids.secret(), expires_at=until)
    put_account(change, account.but(reset=reset))
    write_activity(change, account.id, "recovery-answered" if by else "password-reset-asked", now, by)
    return reset.proof(account.id)


@until_settled
def reset_password(services: Services, token: str, password: str, now: datetime) -> None:
    """Set the password that the link's holder chose: all sessions end, a lock opens, and the owner is told."""
    opened = _opened(services, token, now)
    if opened is None:
        raise LinkRefused
    account, reset = opened
    refuse_weak(services.portal, password, account.identifiers.values())
    if not reset.first:
        refuse_earlier(services, password, account)
    change = Change(services.ids.new())
    put_account(change, with_password(services, account, password, now).but(last_active_at=now))
    enqueue_password_changed(services, change, account, now)
    write_activity(change, account.id, "password-reset", now)
    forget_attempts(services, change, account.id)
    services.table.commit(change)


def is_open(services: Services, token: str, now: datetime) -> bool:
    """Tell whether the link still lets a password be chosen; changes nothing."""
    return _opened(services, token, now) is not None


@until_settled
def remind_identifier(services: Services, wish: ForgottenIdentifier, visitor: Visitor, now: datetime) -> None:
    """Mail what the owner of the address signs in with, if there is one; nobody learns whether there is."""
    spend(services, budgets.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", wish.email, now)
    may_mail = try_spend(services, budgets.mails(services, wish.email, now))
    change = Change(services.ids.new())
    if account and may_mail and account.state is State.ACTIVE:
        enqueue_identifier_reminder(services, change, account, now)
    else:
        enqueue_dummy_write(services, change, now)
    services.table.commit(change)


def _claimed(services: Services, wish: ForgottenPassword, now: datetime) -> Account | None:
    """Return the account of this identifier; where an address is asked for too, only if it is the account's own."""
    audience = services.portal.audience(wish.audience)
    keys = find.identifier_keys(services, audience.identifiers if audience else (), wish.identifier)
    account = find.holder(services, keys, now)
    if account and audience and audience.reset_asks_email:
        right = wish.email and same_address(wish.email, account.email)
        return account if right else None
    return account


def _opened(services: Services, token: str, now: datetime) -> tuple[Account, Reset] | None:
    """Return whose password the link lets be chosen; None for a link that is void."""
    account = find.by_id(services, owner_of(token))
    if account is None or account.reset is None or account.state is not State.ACTIVE:
        return None
    right = same(token, account.reset.proof(account.id).token(services.keyring))
    return (account, account.reset) if right and now < account.reset.expires_at else None
