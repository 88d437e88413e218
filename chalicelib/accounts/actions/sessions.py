"""A session's life after sign-in: resumed at each request, listed, ended (REQUIREMENTS S3, S11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.items import account_key, account_of, put_account
from chalicelib.accounts.model import Account
from chalicelib.accounts.rules.passwords import is_expired
from chalicelib.activities.model import partition, write_activity
from chalicelib.cloud.table import Change, Item, Key
from chalicelib.portal.policies import SessionPolicy
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.sessions.model import Book, Session


class Person(NamedTuple):
    """Who is signed in, and by which session."""

    account: Account
    session: Session
    ends_at: datetime  # if nothing more is done
    policy: SessionPolicy
    must_change_password: bool
    found: Mapping[str, Item]  # what else was read, by sort key

    @property
    def name(self) -> str:
        return self.account.email


def book_of(services: Services) -> Book:
    """Return where persons' sessions lie, and how long they last."""
    return Book(partition, services.portal.policies.session)


def resume(services: Services, token: str, now: datetime, wanted: Sequence[str] = ()) -> Person | None:
    """Return whose session the token opens; None where it is none of ours, or has ended. One read, at times a write.

    `wanted` are sort keys of the owner's other items, read in the same call: they can be nobody else's (SEC38).
    """
    book, owner_key = book_of(services), account_key(owner_of(token))
    keys = [sessions.key_of(book, token), owner_key, *(Key(owner_key.pk, sk) for sk in wanted)]
    found, owner, *others = services.table.get_many(keys)
    account = account_of(owner)
    session = sessions.resumed(services, book, found, account, now)
    if session is None or account is None:
        return None
    expired = is_expired(account.password_set_at, services.portal.policies.password, services.portal.zone, now)
    read = {item["sk"]: item for item in others if item}
    return Person(account, session, sessions.end_of(book, session), book.policy, expired, read)


def sign_out(services: Services, person: Person, now: datetime) -> None:
    """End this session: its token opens nothing any more."""
    end_session(services, person, person.session.hash, now)


def end_session(services: Services, person: Person, session: str, now: datetime) -> None:
    """End one session of the person, by its hash; nothing happens where there is none."""
    change = Change(services.ids.new())
    sessions.end_session(book_of(services), change, person.account, session)
    write_activity(change, person.account.id, "signed-out", now)
    services.table.commit(change)


def end_other_sessions(services: Services, person: Person, now: datetime) -> None:
    """End all but this one: the account's epoch goes up, and only this session goes with it."""
    change = Change(services.ids.new())
    account = person.account.but(epoch=person.account.epoch + 1)
    put_account(change, account)
    carry_over(services, change, person, account)
    write_activity(change, account.id, "signed-out-elsewhere", now)
    services.table.commit(change)


def carry_over(services: Services, change: Change, person: Person, account: Account) -> None:
    """Keep this session alive in the account's new epoch, if it still was in the old one."""
    sessions.carry_over(book_of(services), change, person.session, account)


def list_sessions(services: Services, person: Person, now: datetime) -> list[Session]:
    """Return the person's live sessions, the latest activity first."""
    return sessions.list_sessions(services, book_of(services), person.account, now)
