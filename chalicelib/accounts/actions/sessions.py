"""A session's life after sign-in: resumed at each request, listed, ended (REQUIREMENTS S3, S11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.model import Account, Member
from chalicelib.accounts.rules.passwords import is_expired
from chalicelib.accounts.storage import MEMBER, account_key, parse_account, parse_member, put_account
from chalicelib.activities.model import partition, write_activity
from chalicelib.cloud.table import MOST_WRITES, Item, Key
from chalicelib.portal.policies import SessionPolicy
from chalicelib.portal.text import Language
from chalicelib.proof import OWNER, owner_of
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.sessions.model import Session, SessionStore
from chalicelib.unit_of_work import UnitOfWork


class Person(NamedTuple):
    """Who is signed in, and by which session. Where the account is shared, nobody is anybody before saying who."""

    account: Account
    member: Member | None
    session: Session
    ends_at: datetime  # if nothing more is done
    policy: SessionPolicy
    must_change_password: bool
    found: Mapping[str, Item]  # what else was read, by sort key

    @property
    def id(self) -> str:
        """Who does what this person does: of those who share an account, or the account itself."""
        return self.member.id if self.member else self.account.id

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.email

    @property
    def email(self) -> str:
        return (self.member or self.account).email

    @property
    def language(self) -> Language | None:
        return (self.member or self.account).language

    @property
    def must_say_who(self) -> bool:
        return self.account.is_shared and self.member is None

    @property
    def unreachable_since(self) -> datetime | None:
        return (self.member or self.account).unreachable_since


def session_store(services: Services) -> SessionStore:
    """Return where persons' sessions lie, and how long they last."""
    return SessionStore(partition, services.portal.policies.session)


def resume(services: Services, token: str, now: datetime, wanted: Sequence[str] = ()) -> Person | None:
    """Return whose session the token opens; None where it is none of ours, or has ended. One read, at times a write.

    `wanted` are sort keys of the owner's other items, read in the same call: they can be nobody else's (SEC38).
    """
    store, owner_key, who = session_store(services), account_key(owner_of(token)), MEMBER + member_in(token)
    more = [*wanted, who] if who != MEMBER else wanted
    keys = [sessions.key_of(store, token), owner_key, *(Key(owner_key.pk, sk) for sk in more)]
    found, owner, *others = services.table.get_many(keys)
    read = {item["sk"]: item for item in others if item}
    account, member = parse_account(owner), parse_member(read.get(who))
    session = sessions.resumed(services, store, found, account, now)
    if session is None or account is None or session.member != (member.id if member else ""):
        return None
    expired = is_expired(account.password_set_at, services.portal.policies.password, services.portal.zone, now)
    return Person(account, member, session, sessions.end_of(store, session), store.policy, expired, read)


def new_secret(services: Services, member: Member | None) -> str:
    """Return the secret of a new session: where an account is shared, it begins with who it is."""
    return (member.id if member else "") + services.ids.secret()


def member_in(token: str) -> str:
    """Return who of those who share an account the token says it is; their session proves it, not this."""
    rest = token[OWNER:]
    return rest[:OWNER] if len(rest) >= OWNER + OWNER else ""


def sign_out(services: Services, person: Person, now: datetime) -> None:
    """End this session: its token opens nothing any more."""
    end_session(services, person, person.session.hash, now)


def end_session(services: Services, person: Person, session: str, now: datetime) -> None:
    """End one session of the person, by its hash; nothing happens where there is none, or it is another member's."""
    if session != person.session.hash and not _is_ones_own(services, person, session, now):
        return
    work = UnitOfWork(services, now, person.id)
    sessions.end_session(session_store(services), work, person.account, session)
    write_activity(work, person.account.id, "signed-out")
    work.commit()


def end_other_sessions(services: Services, person: Person, now: datetime) -> None:
    """End all but this one: the account's epoch goes up, and only this session goes with it.

    Other members of the account stay signed in: of theirs, only the person's own sessions end, one by one.
    """
    work, account = UnitOfWork(services, now, person.id), person.account
    if account.is_shared:
        others = [each for each in list_sessions(services, person, now) if each.hash != person.session.hash]
        for other in others[: MOST_WRITES - 1]:
            sessions.end_session(session_store(services), work, account, other.hash)
    else:
        put_account(work, account.replace(epoch=account.epoch + 1))
        carry_over(work, person, account.replace(epoch=account.epoch + 1))
    write_activity(work, account.id, "signed-out-elsewhere")
    work.commit()


def carry_over(work: UnitOfWork, person: Person, account: Account) -> None:
    """Keep this session alive in the account's new epoch, if it still was in the old one."""
    sessions.carry_over(session_store(work.services), work, person.session, account)


def list_sessions(services: Services, person: Person, now: datetime) -> list[Session]:
    """Return the person's live sessions, the latest activity first; another member's are that member's own business."""
    found = sessions.list_sessions(services, session_store(services), person.account, now)
    return [each for each in found if each.member == person.session.member]


def _is_ones_own(services: Services, person: Person, session: str, now: datetime) -> bool:
    """Tell whether a session is the person's; of an account that nobody shares, all are."""
    return not person.account.is_shared or session in {each.hash for each in list_sessions(services, person, now)}
