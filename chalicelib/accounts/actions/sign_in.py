"""Signing in (REQUIREMENTS S1, S2; SECURITY SEC02-SEC10, SEC25, SEC26)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.accounts.actions import find, throttling
from chalicelib.accounts.actions.sessions import new_secret, session_store
from chalicelib.accounts.devices import device_name
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.model import Account, AccountState, Member
from chalicelib.accounts.rules.passwords import is_expired
from chalicelib.accounts.storage import account_key
from chalicelib.accounts.visitor import Visitor
from chalicelib.activities.model import write_activity
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.keyring import Purpose
from chalicelib.cloud.logs import log
from chalicelib.cloud.metrics import Metric
from chalicelib.cloud.table import AllOf, Compare, Conflict, Item, Key, key_of
from chalicelib.portal.model import Audience
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.sessions.model import Session
from chalicelib.unit_of_work import UnitOfWork

_UNKNOWN = Purpose("unknown identifier")


class OpenedSession(NamedTuple):
    """A session that was opened, with the token that only its client has."""

    token: str
    account: Account
    session: Session
    must_change_password: bool
    member: Member | None  # who it is of those who share the account

    @property
    def must_say_who(self) -> bool:
        return self.account.is_shared and self.member is None


class Authenticated(NamedTuple):
    """Whose password it was and for which audience, with the row that counts the attempts."""

    account: Account
    audience: Audience
    password: str
    attempts: Item


def sign_in(services: Services, form: SignIn, visitor: Visitor, now: datetime) -> OpenedSession:
    """Open a session, or raise SignInRefused or TooMany. Four calls to the table."""
    return open_session(services, authenticate(services, form, visitor, now), visitor, now)


def authenticate(services: Services, form: SignIn, visitor: Visitor, now: datetime) -> Authenticated:
    """Return whose password it is, or raise SignInRefused: one answer, at one price, for every reason."""
    audience, password = services.portal.audience(form.audience), form.password.get_secret_value()
    keys = find.identifier_keys(services, audience.identifiers if audience else (), form.identifier)
    account = _account(services, keys, visitor, now)
    who = account.id if account else _nobody(services, keys, form.identifier)
    row = throttling.reserve(services, throttling.attempts_key(who, visitor), visitor, now, account)
    right = services.passwords.matches(password, account.password if account else None)
    if account is None or audience is None or not right or not _may_enter(account, audience):
        log.info("sign-in refused", account=account.id if account else None, right=right)
        services.metrics.count(Metric.SIGN_INS_REFUSED)
        throttling.fail(services, row, account, visitor, now)
        raise SignInRefused(services.portal)
    return Authenticated(account, audience, password, row)


def open_session(services: Services, who: Authenticated, visitor: Visitor, now: datetime) -> OpenedSession:
    """Open a session of the account, if it still is as it was judged; raise Conflict where it is not."""
    account = who.account
    member = _only_one(services, account)
    secret, device = new_secret(services, member), device_name(visitor.agent)
    session = sessions.new_session(session_store(services), account, secret, device, now, who.audience.key)
    session = session.replace(member=member.id) if member else session
    _write(services, who, session)
    expired = is_expired(account.password_set_at, services.portal.policies.password, services.portal.zone, now)
    return OpenedSession(sessions.token_of(account, secret), account, session, expired, member)


def _account(services: Services, keys: Sequence[Key], visitor: Visitor, now: datetime) -> Account | None:
    """Return whose identifier it is; raise TooMany where a stranger's network has failed too often."""
    items = throttling.read(services, keys, visitor, lambda rows: find.first_holder(rows, now), now)
    return find.by_id(services, find.first_holder(items, now))


def _nobody(services: Services, keys: Sequence[Key], identifier: str) -> str:
    """Return a pseudonym for an identifier that nobody has, in its one form: it locks like an account (SEC05)."""
    return keys[0].pk if keys else services.keyring.pseudonym(_UNKNOWN, identifier)


def _only_one(services: Services, account: Account) -> Member | None:
    """Return who it must be; None where the account is one person's own, or where it may be several."""
    return find.members(services, account)[0] if account.people == 1 else None


def _may_enter(account: Account, audience: Audience) -> bool:
    return account.state is AccountState.ACTIVE and audience.key in account.audiences


def _write(services: Services, who: Authenticated, session: Session) -> None:
    """Write the session and forget the failures, if the account still is as it was judged.

    Those who share an account come at once: they must not all write the same two rows in transactions. So failures are
    forgotten where there are as many attempts as people, and till then each gives back its own; the visit is noted
    apart. What was judged holds all the same: a session is worth nothing once the account has another epoch or state.
    """
    account, now = who.account, session.created_at
    work = UnitOfWork(services, now, session.member or account.id)
    sessions.add_session(session_store(services), work, account, session)
    outdated = services.passwords.outdated(account.password)
    is_noted_apart = account.is_shared and account.reset is None and not outdated
    if not is_noted_apart:
        as_judged = AllOf((Compare("epoch", "=", account.epoch), Compare("state", "=", AccountState.ACTIVE.value)))
        hashed = {"password": services.passwords.hash(who.password)} if outdated else {}
        work.update(account_key(account.id), _visited(now, **hashed), {"version": 1}, as_judged)
    is_forgotten = throttling.all_succeeded(who.attempts, account)
    if is_forgotten:
        work.delete(key_of(who.attempts))
    write_activity(work, account.id, "signed-in")
    work.count(Metric.SIGN_INS)
    work.commit()
    if not is_forgotten:
        throttling.give_back(services, who.attempts)
    if is_noted_apart:
        _note_sign_in(services, account, now)


def _visited(now: datetime, **hashed: str) -> dict[str, Any]:
    """Return what a visit changes. Who signs in needs no reset link (SEC24); a weaker hash is made anew (SEC14)."""
    return {"last_active_at": to_iso(now), "reset": None, **hashed}


def _note_sign_in(services: Services, account: Account, now: datetime) -> None:
    """Note a visit to a shared account, if none was noted just before: of many at once, the first one does."""
    before = now - services.portal.policies.session.recorded_every
    if before < account.last_active_at:
        return
    with suppress(Conflict):
        unnoted = Compare("last_active_at", "<=", to_iso(before))
        services.table.update(account_key(account.id), {"last_active_at": to_iso(now)}, {"version": 1}, unnoted)
