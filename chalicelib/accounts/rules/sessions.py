"""How long a session lasts (REQUIREMENTS S3; SECURITY SEC27, SEC28, SEC30)."""

from datetime import datetime

from chalicelib.accounts.model import Account, Session, State
from chalicelib.portal.policies import SessionPolicy


def begun(
    account: Account, audience: str, device: str, secret_hash: str, policy: SessionPolicy, now: datetime
) -> Session:
    """Return a new session: nothing of what the client had before it is part of it (SECURITY SEC26)."""
    return Session(
        hash=secret_hash,
        epoch=account.epoch,
        audience=audience,
        device=device,
        created_at=now,
        seen_at=now,
        ends_at=now + policy.absolute,
    )


def is_alive(session: Session, account: Account, policy: SessionPolicy, now: datetime) -> bool:
    """Tell whether the session still opens the account: by the table's own record, not by TTL or cookie."""
    current = account.state is State.ACTIVE and session.epoch == account.epoch
    return current and now < end(session, policy)


def end(session: Session, policy: SessionPolicy) -> datetime:
    """Return when the session ends if nothing more is done."""
    return min(session.seen_at + policy.idle, session.ends_at)


def is_worth_recording(session: Session, policy: SessionPolicy, now: datetime) -> bool:
    """Tell whether this activity is written down: each page would be one write more."""
    return session.seen_at + policy.recorded_every <= now
