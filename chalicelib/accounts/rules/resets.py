"""Rules of links that let a new password be chosen (REQUIREMENTS S4; SECURITY SEC24)."""

from datetime import datetime

from chalicelib.accounts.model import Reset
from chalicelib.portal.policies import ResetPolicy


def is_open(reset: Reset | None, now: datetime) -> bool:
    """Tell whether a link lets a password be chosen: the last second is one before it expires."""
    return reset is not None and now < reset.expires_at


def asked(before: Reset | None, nonce: str, policy: ResetPolicy, now: datetime) -> Reset:
    """Return the link to mail to who asks now: the one that is open still, or else a new one of this nonce.

    Anyone may ask for it, so no request voids a link that the owner has; each mail's link works as long as it says.
    """
    until = now + policy.lifetime
    if before is not None and is_open(before, now):
        return before.replace(expires_at=max(before.expires_at, until))
    return Reset(nonce=nonce, expires_at=until, first=before is not None and before.first)
