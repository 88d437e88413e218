"""A session's life after sign-in: resumed at each request, listed, ended (REQUIREMENTS S3, S11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.items import (
    SESSION,
    account_key,
    account_of,
    put_account,
    session_item,
    session_key,
    session_of,
)
from chalicelib.accounts.model import Account, Session
from chalicelib.accounts.rules import sessions
from chalicelib.accounts.rules.passwords import is_expired
from chalicelib.activities.model import partition, write_activity
from chalicelib.cloud.clock import stamp
from chalicelib.cloud.table import Change, Compare, Conflict, Item, Key
from chalicelib.proof import owner_of
from chalicelib.services import Services


class Person(NamedTuple):
    """Who is signed in, and by which session."""

    account: Account
    session: Session
    ends_at: datetime  # if nothing more is done
    must_change_password: bool
    found: Mapping[str, Item]  # what else was read, by sort key

    @property
    def name(self) -> str:
        return self.account.email


def resume(services: Services, token: str, now: datetime, wanted: Sequence[str] = ()) -> Person | None:
    """Return whose session the token opens; None where it is none of ours, or has ended. One read, at times a write.

    `wanted` are sort keys of the owner's other items, read in the same call: they can be nobody else's (SEC38).
    """
    owner_key = account_key(owner_of(token))
    keys = [session_key(token), owner_key, *(Key(owner_key.pk, sk) for sk in wanted)]
    found, owner, *others = services.table.get_many(keys)
    session, account = session_of(found), account_of(owner)
    policies = services.portal.policies
    if session is None or account is None or not sessions.is_alive(session, account, policies.session, now):
        return None
    session = _recorded(services, account, session, now)
    expired = is_expired(account.password_set_at, policies.password, services.portal.zone, now)
    if session is None:
        return None
    read = {item["sk"]: item for item in others if item}
    return Person(account, session, sessions.end(session, policies.session), expired, read)


def _recorded(services: Services, account: Account, session: Session, now: datetime) -> Session | None:
    """Return the session with this activity written down, where it is worth a write; None where it was just ended."""
    if not sessions.is_worth_recording(session, services.portal.policies.session, now):
        return session
    key = Key(partition(account.id), SESSION + session.hash)
    try:
        services.table.update(key, {"seen_at": stamp(now)}, {}, Compare("epoch", "=", session.epoch))
    except Conflict:
        return None
    return session.but(seen_at=now)


def sign_out(services: Services, person: Person, now: datetime) -> None:
    """End this session: its token opens nothing any more."""
    end_session(services, person, person.session.hash, now)


def end_session(services: Services, person: Person, session: str, now: datetime) -> None:
    """End one session of the person, by its hash; nothing happens where there is none."""
    change = Change(services.ids.new())
    change.delete(Key(partition(person.account.id), SESSION + session))
    write_activity(change, person.account.id, "signed-out", now)
    services.table.commit(change)


def end_other_sessions(services: Services, person: Person, now: datetime) -> None:
    """End all but this one: the account's epoch goes up, and only this session goes with it."""
    change = Change(services.ids.new())
    account = person.account.but(epoch=person.account.epoch + 1)
    put_account(change, account)
    carry_over(change, person, account)
    write_activity(change, account.id, "signed-out-elsewhere", now)
    services.table.commit(change)


def carry_over(change: Change, person: Person, account: Account) -> None:
    """Keep this session alive in the account's new epoch, if it still was in the old one."""
    session = person.session.but(epoch=account.epoch)
    change.put(session_item(account.id, session), Compare("epoch", "=", person.session.epoch))


def list_sessions(services: Services, person: Person, now: datetime) -> list[Session]:
    """Return the person's live sessions, the latest activity first."""
    items = services.table.query(partition(person.account.id), SESSION)
    found = [session for session in map(session_of, items) if session]
    policy = services.portal.policies.session
    alive = [session for session in found if sessions.is_alive(session, person.account, policy, now)]
    return sorted(alive, key=lambda session: session.seen_at, reverse=True)
