"""Sessions of people and staff: begun, resumed at each request, listed, ended (REQUIREMENTS S3, S11).

A token is its owner's id and a secret. What else signing in or out writes is the caller's, in the same change.
"""

from datetime import datetime

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Compare, Conflict, Item, Key
from chalicelib.proof import OWNER, owner_of
from chalicelib.services import Services
from chalicelib.sessions import rules
from chalicelib.sessions.model import Principal, Session, SessionStore
from chalicelib.sessions.storage import PREFIX, hash_secret, parse_session, session_item, session_key


def new_session(
    store: SessionStore, principal: Principal, secret: str, device: str, now: datetime, audience: str = ""
) -> Session:
    """Return a session: nothing of what the client had before it is part of it (SECURITY SEC26)."""
    return Session(
        hash=hash_secret(secret),
        epoch=principal.epoch,
        audience=audience,
        device=device,
        created_at=now,
        seen_at=now,
        ends_at=now + store.policy.absolute,
    )


def add_session(store: SessionStore, change: Change, principal: Principal, session: Session) -> None:
    change.put(session_item(store.partition(principal.id), session))


def token_of(principal: Principal, secret: str) -> str:
    """Return what only the session's client has."""
    return principal.id + secret


def key_of(store: SessionStore, token: str) -> Key:
    """Return where the token's session lies, if there is one."""
    return session_key(store.partition(owner_of(token)), hash_secret(token[OWNER:]))


def resumed(
    services: Services, store: SessionStore, found: Item | None, principal: Principal | None, now: datetime
) -> Session | None:
    """Return the session of a row that was read with its owner, if it is alive; at times this is written down."""
    session = parse_session(found) if found else None
    if session is None or principal is None or not rules.is_alive(session, principal, store.policy, now):
        return None
    return _recorded(services, store, session, principal, now)


def _recorded(
    services: Services, store: SessionStore, session: Session, principal: Principal, now: datetime
) -> Session | None:
    """Return the session with this activity written down, where it is worth a write; None where it was just ended."""
    if not rules.is_worth_recording(session, store.policy, now):
        return session
    key = session_key(store.partition(principal.id), session.hash)
    try:
        services.table.update(key, {"seen_at": to_iso(now)}, {}, Compare("epoch", "=", session.epoch))
    except Conflict:
        return None
    return session.replace(seen_at=now)


def end_of(store: SessionStore, session: Session) -> datetime:
    """Return when the session ends if nothing more is done."""
    return rules.end(session, store.policy)


def end_session(store: SessionStore, change: Change, principal: Principal, session: str) -> None:
    """End one session of the owner, by its hash; nothing happens where there is none."""
    change.delete(session_key(store.partition(principal.id), session))


def carry_over(store: SessionStore, change: Change, session: Session, principal: Principal) -> None:
    """Keep this session alive in the owner's new epoch, if it still was in the old one."""
    kept = session.replace(epoch=principal.epoch)
    change.put(session_item(store.partition(principal.id), kept), Compare("epoch", "=", session.epoch))


def list_sessions(services: Services, store: SessionStore, principal: Principal, now: datetime) -> list[Session]:
    """Return the owner's live sessions, the latest activity first."""
    found = map(parse_session, services.table.query(store.partition(principal.id), PREFIX))
    alive = [session for session in found if rules.is_alive(session, principal, store.policy, now)]
    return sorted(alive, key=lambda session: session.seen_at, reverse=True)
