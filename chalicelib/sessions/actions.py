"""A session's life, whoever it is of: begun, resumed at each request, listed, ended (REQUIREMENTS S3, S11).

A token is its owner's id and a secret. What else signing in or out writes is the caller's, in the same change.
"""

from datetime import datetime

from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Change, Compare, Conflict, Item, Key
from chalicelib.proof import OWNER, owner_of
from chalicelib.services import Services
from chalicelib.sessions import rules
from chalicelib.sessions.model import Book, Owner, Session
from chalicelib.sessions.storage import PREFIX, hash_secret, parse_session, session_item, session_key


def new_session(book: Book, owner: Owner, secret: str, device: str, now: datetime, audience: str = "") -> Session:
    """Return a session: nothing of what the client had before it is part of it (SECURITY SEC26)."""
    return Session(
        hash=hash_secret(secret),
        epoch=owner.epoch,
        audience=audience,
        device=device,
        created_at=now,
        seen_at=now,
        ends_at=now + book.policy.absolute,
    )


def add_session(book: Book, change: Change, owner: Owner, session: Session) -> None:
    change.put(session_item(book.partition(owner.id), session))


def token_of(owner: Owner, secret: str) -> str:
    """Return what only the session's client has."""
    return owner.id + secret


def key_of(book: Book, token: str) -> Key:
    """Return where the token's session lies, if there is one."""
    return session_key(book.partition(owner_of(token)), hash_secret(token[OWNER:]))


def resumed(services: Services, book: Book, found: Item | None, owner: Owner | None, now: datetime) -> Session | None:
    """Return the session of a row that was read with its owner, if it is alive; at times this is written down."""
    session = parse_session(found) if found else None
    if session is None or owner is None or not rules.is_alive(session, owner, book.policy, now):
        return None
    return _recorded(services, book, session, owner, now)


def _recorded(services: Services, book: Book, session: Session, owner: Owner, now: datetime) -> Session | None:
    """Return the session with this activity written down, where it is worth a write; None where it was just ended."""
    if not rules.is_worth_recording(session, book.policy, now):
        return session
    key = session_key(book.partition(owner.id), session.hash)
    try:
        services.table.update(key, {"seen_at": to_iso(now)}, {}, Compare("epoch", "=", session.epoch))
    except Conflict:
        return None
    return session.replace(seen_at=now)


def end_of(book: Book, session: Session) -> datetime:
    """Return when the session ends if nothing more is done."""
    return rules.end(session, book.policy)


def end_session(book: Book, change: Change, owner: Owner, session: str) -> None:
    """End one session of the owner, by its hash; nothing happens where there is none."""
    change.delete(session_key(book.partition(owner.id), session))


def carry_over(book: Book, change: Change, session: Session, owner: Owner) -> None:
    """Keep this session alive in the owner's new epoch, if it still was in the old one."""
    kept = session.replace(epoch=owner.epoch)
    change.put(session_item(book.partition(owner.id), kept), Compare("epoch", "=", session.epoch))


def list_sessions(services: Services, book: Book, owner: Owner, now: datetime) -> list[Session]:
    """Return the owner's live sessions, the latest activity first."""
    found = map(parse_session, services.table.query(book.partition(owner.id), PREFIX))
    alive = [session for session in found if rules.is_alive(session, owner, book.policy, now)]
    return sorted(alive, key=lambda session: session.seen_at, reverse=True)
