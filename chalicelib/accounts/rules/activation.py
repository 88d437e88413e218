"""Rules of activation emails: when one may be sent, how long its proof is valid (REQUIREMENTS A3, A4)."""

from datetime import datetime

from chalicelib.accounts.model import Account, AccountState, Activation
from chalicelib.portal.policies import ActivationPolicy


def first(nonce: str, browser: str | None, policy: ActivationPolicy, now: datetime) -> Activation:
    """Return the proof that a sign-up begins with."""
    return Activation(
        nonce=nonce,
        sent_at=now,
        expires_at=now + policy.lifetime,
        window_ends_at=now + policy.window,
        sends=1,
        browser=browser,
    )


def waiting(account: Account | None, now: datetime) -> Activation | None:
    """Return the proof that the account waits for; None where there is no account, or it waits for none any more."""
    if account is None or account.state is not AccountState.PENDING or account.activation is None:
        return None
    return account.activation if now < account.activation.window_ends_at else None


def is_over(account: Account, now: datetime) -> bool:
    """Tell whether nobody ever activated it, and nobody can any more."""
    return account.state is AccountState.PENDING and waiting(account, now) is None


def may_send(activation: Activation, policy: ActivationPolicy, now: datetime) -> bool:
    """Tell whether another mail may go out while it waits: not too soon, not too many (SECURITY SEC18)."""
    return activation.sent_at + policy.send_interval <= now and activation.sends < policy.max_sends


def renewed(
    activation: Activation, nonce: str, browser: str | None, policy: ActivationPolicy, now: datetime
) -> Activation:
    """Return the proof with a new nonce, which voids the earlier link and code; the window stays as it was."""
    return activation.replace(
        nonce=nonce, sent_at=now, expires_at=now + policy.lifetime, sends=activation.sends + 1, browser=browser
    )


def is_link_open(activation: Activation, now: datetime) -> bool:
    """Tell whether link and code still work: the last second is one before they expire (SECURITY SEC17)."""
    return now < min(activation.expires_at, activation.window_ends_at)


def activated(account: Account, now: datetime) -> Account:
    return account.replace(state=AccountState.ACTIVE, activation=None, last_active_at=now)
