"""How long a session lasts (REQUIREMENTS S3; SECURITY SEC27, SEC28, SEC30)."""

from datetime import datetime

from chalicelib.portal.policies import SessionPolicy
from chalicelib.sessions.model import Principal, Session


def is_alive(session: Session, principal: Principal, policy: SessionPolicy, now: datetime) -> bool:
    """Tell whether the session still opens anything: by the table's own record, not by TTL or cookie."""
    return principal.is_active and session.epoch == principal.epoch and now < end(session, policy)


def end(session: Session, policy: SessionPolicy) -> datetime:
    """Return when the session ends if nothing more is done."""
    return min(session.seen_at + policy.idle, session.ends_at)


def is_worth_recording(session: Session, policy: SessionPolicy, now: datetime) -> bool:
    """Tell whether this activity is written down: each page would be one write more."""
    return session.seen_at + policy.recorded_every <= now
