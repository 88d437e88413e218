"""A session's life after sign-in: resumed at each request, listed, ended (REQUIREMENTS S3, S11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.accounts.devices import device_name
from chalicelib.accounts.visitor import Visitor
from chalicelib.cloud.table import Item, Key
from chalicelib.portal.policies import SessionPolicy
from chalicelib.proof import owner_of
from chalicelib.services import Services
from chalicelib.sessions import actions as sessions
from chalicelib.sessions.model import Session, SessionStore
from chalicelib.staff.actions.audit import note
from chalicelib.staff.model import Staff, StaffRole, staff_partition
from chalicelib.staff.permissions import Permission, permissions_of
from chalicelib.staff.storage import parse_staff, put_staff, staff_key
from chalicelib.unit_of_work import UnitOfWork


class StaffPerson(NamedTuple):
    """Who of the staff is signed in, and by which session."""

    staff: Staff
    session: Session
    ends_at: datetime  # if nothing more is done
    policy: SessionPolicy
    found: Mapping[str, Item]  # what else was read, by sort key

    @property
    def id(self) -> str:
        return self.staff.id

    @property
    def name(self) -> str:
        return self.staff.email

    @property
    def unreachable_since(self) -> None:
        return None

    @property
    def roles(self) -> frozenset[StaffRole]:
        return frozenset(self.staff.roles)

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)


class OpenedStaffSession(NamedTuple):
    """A session that was opened, with the token that only its client has."""

    token: str
    staff: Staff
    session: Session


def session_store(services: Services) -> SessionStore:
    """Return where the staff's sessions lie, and how long they last."""
    return SessionStore(staff_partition, services.portal.policies.staff)


def open_session(work: UnitOfWork, staff: Staff, visitor: Visitor) -> OpenedStaffSession:
    """Write the record as it is here and a session with it; the caller has seen the second factor."""
    store, secret = session_store(work.services), work.services.ids.secret()
    session = sessions.new_session(store, staff, secret, device_name(visitor.agent), work.now)
    sessions.add_session(store, work, staff, session)
    note(work, staff.id, "signed-in")
    return OpenedStaffSession(
        sessions.token_of(staff, secret), put_staff(work, staff.replace(last_active_at=work.now)), session
    )


def resume(services: Services, token: str, now: datetime, wanted: Sequence[str] = ()) -> StaffPerson | None:
    """Return whose session the token opens; None where it is none of the staff's, or has ended.

    `wanted` are sort keys of the owner's other items, read in the same call.
    """
    store, owner_key = session_store(services), staff_key(owner_of(token))
    keys = [sessions.key_of(store, token), owner_key, *(Key(owner_key.pk, sk) for sk in wanted)]
    found, owner, *others = services.table.get_many(keys)
    staff = parse_staff(owner)
    session = sessions.resumed(services, store, found, staff, now)
    if session is None or staff is None:
        return None
    read = {item["sk"]: item for item in others if item}
    return StaffPerson(staff, session, sessions.end_of(store, session), store.policy, read)


def sign_out(services: Services, person: StaffPerson, now: datetime) -> None:
    """End this session: its token opens nothing any more."""
    end_session(services, person, person.session.hash, now)


def end_session(services: Services, person: StaffPerson, session: str, now: datetime) -> None:
    """End one session of the person, by its hash; nothing happens where there is none."""
    work = UnitOfWork(services, now)
    sessions.end_session(session_store(services), work, person.staff, session)
    note(work, person.id, "signed-out")
    work.commit()


def end_other_sessions(services: Services, person: StaffPerson, now: datetime) -> None:
    """End all but this one: the epoch goes up, and only this session goes with it."""
    work = UnitOfWork(services, now)
    end_others(work, person, person.staff, "signed-out-elsewhere")
    work.commit()


def end_others(work: UnitOfWork, person: StaffPerson, changed: Staff, what: str) -> None:
    """Write the record as it is here, in a new epoch that only this session lives to see, and note what was done."""
    staff = put_staff(work, changed.replace(epoch=changed.epoch + 1))
    sessions.carry_over(session_store(work.services), work, person.session, staff)
    note(work, person.id, what)


def list_sessions(services: Services, person: StaffPerson, now: datetime) -> list[Session]:
    """Return the person's live sessions, the latest activity first."""
    return sessions.list_sessions(services, session_store(services), person.staff, now)
