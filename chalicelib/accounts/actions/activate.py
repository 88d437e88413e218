"""Proving the address of a new account, by code or by link (REQUIREMENTS A3, A4)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.emails import enqueue_activation, enqueue_dummy_write
from chalicelib.accounts.errors import CodeExpired, CodeRefused, CodeWornOut, LinkRefused
from chalicelib.accounts.inputs import Activate, Resend
from chalicelib.accounts.model import Account, Activation, Reset
from chalicelib.accounts.rules import activation
from chalicelib.accounts.storage import claim_identifier, put_account
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.metrics import Metric
from chalicelib.limits.actions import spend
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork, retry_on_conflict

_PROVEN_BY = Purpose("proven by")


def send_again(work: UnitOfWork, account: Account) -> None:
    """Write the account, with an email whose link and code void the earlier ones unless it is too soon for one."""
    policy, waiting = work.services.portal.policies.activation, activation.waiting(account, work.now)
    if waiting is None:
        enqueue_dummy_write(work)
        return
    if not activation.may_send(waiting, policy, work.now):
        put_account(work, account)
        return
    renewed = activation.renewed(waiting, work.services.ids.secret(), policy, work.now)
    put_account(work, account.replace(activation=renewed))
    enqueue_activation(work, account, renewed)


class LinkWorth(StrEnum):
    """What an activation link that was opened is worth, here and now."""

    READY = "ready"  # one click activates
    ELSEWHERE = "elsewhere"  # right, but this is not the browser that signed up: the code is asked for
    ACTIVE = "active"  # right, and the account is active already
    VOID = "void"


class ActivatedAccount(NamedTuple):
    """The account that is active, and the token with which its owner chooses the password where there is none yet."""

    account: Account
    password_token: str | None = None


@retry_on_conflict
def activate_by_code(
    services: Services, typed: Activate, visitor: Visitor, now: datetime, link: str = ""
) -> ActivatedAccount:
    """Activate the account of this address, or say what is wrong with the code: not it, too late, tried too often.

    Who has the code reads the mailbox, but need not be who signed up: a password stays only where the browser or
    program that chose it proves the address, else the owner of the mailbox chooses one. The same code again by the
    same visitor is the same answer. `link` is the token of the link that the visitor opened before, if any: with the
    right one, no try is counted, so that nobody's wrong codes keep the owner out.
    """
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", typed.email, now)
    expected = _expected(account, now)
    is_link = account is not None and expected is not None and _is_link(services, account, expected, link)
    is_counted_out = not is_link and _spend_try(services, expected, typed, visitor, now)
    if account is None or expected is None or is_counted_out or not _is_code(services, account, expected, typed.code):
        if not is_link:
            throttling.count_wrong_code(services, typed.email, visitor, now)
        raise CodeRefused
    if account.is_active:
        return _activated_before(services, account, expected, visitor, now)
    if not activation.is_link_open(expected, now):
        raise CodeExpired(services.portal.policies.activation.lifetime)
    return _activate(services, account, expected, visitor, now)


@retry_on_conflict
def activate_by_link(services: Services, token: str, visitor: Visitor, now: datetime) -> Account:
    """Activate the account that the link was mailed to and return it, active before or not; raise LinkRefused."""
    account = find.by_id(services, owner_of(token))
    worth = _worth(services, account, token, visitor, now)
    waiting = activation.waiting(account, now)
    if account and waiting and worth is LinkWorth.READY:
        return _activate(services, account, waiting, visitor, now).account
    if account is None or worth is not LinkWorth.ACTIVE:
        raise LinkRefused
    return account


def inspect_link(services: Services, token: str, visitor: Visitor, now: datetime) -> LinkWorth:
    """Tell what a link is worth, and change nothing: mail scanners open links too (SECURITY SEC19)."""
    return _worth(services, find.by_id(services, owner_of(token)), token, visitor, now)


@retry_on_conflict
def resend(services: Services, form: Resend, visitor: Visitor, now: datetime) -> None:
    """Send the activation mail again, if an account waits for one; nobody learns whether one does."""
    spend(services, throttling.requests(services, visitor.address, now), now)
    account = find.by_identifier(services, "email", form.email, now)
    work = UnitOfWork(services, now)
    if account:
        send_again(work, account)
    else:
        enqueue_dummy_write(work)
    throttling.renew_tries(work, form.email, visitor)
    work.commit()


def _activate(
    services: Services, account: Account, waiting: Activation, visitor: Visitor, now: datetime
) -> ActivatedAccount:
    from chalicelib.accounts.actions.retention import schedule_account_review  # noqa: PLC0415 -- signing in needs none of it

    work, choice = UnitOfWork(services, now), waiting.choices.get(visitor.browser or "")
    password = choice.password if choice else services.passwords.hash(services.ids.secret())  # else nobody knows it
    active = activation.activated(account, waiting, password, _name_of(services, visitor), now)
    kind = services.portal.audiences[0].chosen
    if choice and choice.user_name and kind:
        active = active.replace(identifiers={**active.identifiers, kind: choice.user_name})
    if choice is None:
        lifetime = services.portal.policies.reset.lifetime
        active = active.replace(reset=Reset(nonce=services.ids.secret(), expires_at=now + lifetime, first=True))
    put_account(work, active)
    schedule_account_review(work, active)
    for key in find.keys_of(services, active):
        claim_identifier(work, key, account.id, None, now, find.mailbox_id(services, account.email))
    write_activity(work, account.id, "activated")
    work.count(Metric.ACTIVATIONS)
    work.commit()
    return ActivatedAccount(active, _password_token(services, active, now))


def _activated_before(
    services: Services, account: Account, used: Activation, visitor: Visitor, now: datetime
) -> ActivatedAccount:
    """Answer the same code again as the first time, to the visitor who sent it and while it would be valid."""
    if used.proven_by != _name_of(services, visitor) or not activation.is_link_open(used, now):
        raise CodeRefused
    return ActivatedAccount(account, _password_token(services, account, now))


def _password_token(services: Services, account: Account, now: datetime) -> str | None:
    """Return the token of the first password that is to be chosen; None where there is a password."""
    reset = account.reset
    is_open = reset is not None and reset.first and now < reset.expires_at
    return reset.proof(account.id).token(services.keyring) if reset and is_open else None


def _name_of(services: Services, visitor: Visitor) -> str:
    """Return a pseudonym of who proves an address: the browser, or a program's network address."""
    return services.keyring.pseudonym(_PROVEN_BY, visitor.browser or visitor.address)


def _expected(account: Account | None, now: datetime) -> Activation | None:
    """Return the proof that the account waits for, or that made it active."""
    return activation.waiting(account, now) or (activation.proven(account) if account else None)


def _spend_try(
    services: Services, expected: Activation | None, typed: Activate, visitor: Visitor, now: datetime
) -> bool:
    """Count a try and return whether the code has none left; raise CodeWornOut where this visitor has none left."""
    if not throttling.has_codes_left(services, typed.email, visitor, now):
        raise CodeWornOut
    return not throttling.try_code(services, expected, typed.email, now)


def _is_code(services: Services, account: Account, expected: Activation, typed: str) -> bool:
    proof = expected.proof(account.id, services.portal.policies.activation.code_digits)
    return proof.is_code(services.keyring, "".join(typed.split()))


def _is_link(services: Services, account: Account, expected: Activation, token: str) -> bool:
    proof = expected.proof(account.id, services.portal.policies.activation.code_digits)
    return proof.opens(services.keyring, token)


def _worth(services: Services, account: Account | None, token: str, visitor: Visitor, now: datetime) -> LinkWorth:
    expected = _expected(account, now)
    if account is None or expected is None or not _is_link(services, account, expected, token):
        return LinkWorth.VOID
    if account.is_active:
        return LinkWorth.ACTIVE
    if not activation.is_link_open(expected, now):
        return LinkWorth.VOID
    return LinkWorth.READY if visitor.browser in expected.choices else LinkWorth.ELSEWHERE
