"""Proving the address of a new account, by code or by link (REQUIREMENTS A3, A4)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.emails import enqueue_activation, enqueue_dummy_write
from chalicelib.accounts.errors import CodeExpired, CodeRefused, CodeWornOut, LinkRefused
from chalicelib.accounts.inputs import Activate, Resend
from chalicelib.accounts.model import Account, Activation, Reset
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import claim_identifier, put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.cloud.metrics import Metric
from chalicelib.limits.actions import spend, try_spend
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict


def send_again(work: UnitOfWork, account: Account, visitor: Visitor) -> None:
    """Enqueue an email with a new link and code, which void the earlier ones; where it is too soon, change nothing."""
    policy, waiting = work.services.portal.policies.activation, activation.waiting(account, work.now)
    if waiting is None or not activation.may_send(waiting, policy, work.now):
        enqueue_dummy_write(work)
        return
    renewed = activation.renewed(waiting, work.services.ids.secret(), visitor.browser, policy, work.now)
    put_account(work, account.replace(activation=renewed))
    enqueue_activation(work, account, renewed)


class LinkWorth(StrEnum):
    """What an activation link that was opened is worth, here and now."""

    READY = "ready"  # one click activates
    ELSEWHERE = "elsewhere"  # right, but this is not the browser that signed up: the code is asked for
    VOID = "void"


@retry_on_conflict
def activate_by_code(services: Services, typed: Activate, visitor: Visitor, now: datetime) -> str | None:
    """Activate the account of this address, or say what is wrong with the code: not it, too late, tried too often.

    Who has the code reads the mailbox, but need not be who signed up: in another browser than that one, return the
    token with which the owner of the mailbox chooses the password; otherwise None.
    """
    policy = services.portal.policies.activation
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", typed.email, now)
    waiting = activation.waiting(account, now)
    if not try_spend(services, throttling.codes(services, waiting, typed.email, now)):
        raise CodeWornOut
    if account is None or waiting is None or not _is_code(services, account, waiting, typed.code):
        raise CodeRefused
    if not activation.is_link_open(waiting, now):
        raise CodeExpired(policy.lifetime)
    elsewhere = visitor.browser is not None and visitor.browser != waiting.browser
    if elsewhere:
        return _activate_elsewhere(services, account, now)
    _activate(services, account, now)
    return None


@retry_on_conflict
def activate_by_link(services: Services, token: str, visitor: Visitor, now: datetime) -> str:
    """Activate the account that the link was mailed to and return its address; raise LinkRefused."""
    account = find.by_id(services, owner_of(token))
    if account is None or _worth(services, account, token, visitor, now) is not LinkWorth.READY:
        raise LinkRefused
    _activate(services, account, now)
    return account.email


def inspect_link(services: Services, token: str, visitor: Visitor, now: datetime) -> LinkWorth:
    """Tell what a link is worth, and change nothing: mail scanners open links too (SECURITY SEC19)."""
    account = find.by_id(services, owner_of(token))
    return _worth(services, account, token, visitor, now) if account else LinkWorth.VOID


@retry_on_conflict
def resend(services: Services, form: Resend, visitor: Visitor, now: datetime) -> None:
    """Send the activation mail again, if an account waits for one; nobody learns whether one does."""
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", form.email, now)
    work = UnitOfWork(services, now)
    if account:
        send_again(work, account, visitor)
    else:
        enqueue_dummy_write(work)
    work.commit()


def _activate_elsewhere(services: Services, account: Account, now: datetime) -> str:
    lifetime = services.portal.policies.reset.lifetime
    reset = Reset(nonce=services.ids.secret(), expires_at=now + lifetime, first=True)
    _activate(services, account.replace(reset=reset), now)
    return reset.proof(account.id).token(services.keyring)


def _activate(services: Services, account: Account, now: datetime) -> None:
    from chalicelib.accounts.actions.retention import schedule_account_review  # noqa: PLC0415 -- signing in needs none of it

    work, active = UnitOfWork(services, now), activation.activated(account, now)
    put_account(work, active)
    schedule_account_review(work, active)
    for key in find.keys_of(services, account):
        claim_identifier(work, key, account.id, None, now)
    write_activity(work, account.id, "activated")
    work.count(Metric.ACTIVATIONS)
    work.commit()


def _is_code(services: Services, account: Account, waiting: Activation, typed: str) -> bool:
    proof = waiting.proof(account.id, services.portal.policies.activation.code_digits)
    return proof.is_code(services.keyring, "".join(typed.split()))


def _worth(services: Services, account: Account, token: str, visitor: Visitor, now: datetime) -> LinkWorth:
    waiting = activation.waiting(account, now)
    if waiting is None or not activation.is_link_open(waiting, now):
        return LinkWorth.VOID
    proof = waiting.proof(account.id, services.portal.policies.activation.code_digits)
    if not proof.opens(services.keyring, token):
        return LinkWorth.VOID
    here = visitor.browser is not None and visitor.browser == waiting.browser
    return LinkWorth.READY if here else LinkWorth.ELSEWHERE
