"""Rules of activation emails: when one may be sent, how long its proof is valid (REQUIREMENTS A3, A4)."""

from datetime import datetime

from chalicelib.accounts.model import Account, AccountState, Activation, Choice
from chalicelib.portal.policies import ActivationPolicy


def first(nonce: str, policy: ActivationPolicy, now: datetime) -> Activation:
    """Return the proof that a sign-up begins with."""
    return Activation(
        nonce=nonce,
        sent_at=now,
        expires_at=now + policy.lifetime,
        window_ends_at=now + policy.window,
        sends=1,
    )


def with_choice(activation: Activation, browser: str | None, choice: Choice, policy: ActivationPolicy) -> Activation:
    """Return the proof with what was chosen in this browser; of too many browsers, no more are noted."""
    is_noted = browser is not None and (browser in activation.choices or len(activation.choices) < policy.max_sends)
    return activation.replace(choices={**activation.choices, browser: choice}) if is_noted else activation


def waiting(account: Account | None, now: datetime) -> Activation | None:
    """Return the proof that the account waits for; None where there is no account, or it waits for none any more."""
    if account is None or account.state is not AccountState.PENDING or account.activation is None:
        return None
    return account.activation if now < account.activation.window_ends_at else None


def is_over(account: Account, now: datetime) -> bool:
    """Tell whether nobody ever activated it, and nobody can any more."""
    return account.state is AccountState.PENDING and waiting(account, now) is None


def may_send(activation: Activation, policy: ActivationPolicy, now: datetime) -> bool:
    """Tell whether another mail may go out while it waits: not too soon, not too many (SECURITY SEC18).

    Anyone may use up the mails, so one more goes out whenever the last proof is over: whoever reads the mailbox holds a
    proof that works, or gets one.
    """
    is_one_left = activation.sends < policy.max_sends or not is_link_open(activation, now)
    return activation.sent_at + policy.send_interval <= now and is_one_left


def renewed(activation: Activation, nonce: str, policy: ActivationPolicy, now: datetime) -> Activation:
    """Return the proof with a new nonce, which voids the earlier link and code; the window stays as it was."""
    return activation.replace(nonce=nonce, sent_at=now, expires_at=now + policy.lifetime, sends=activation.sends + 1)


def is_link_open(activation: Activation, now: datetime) -> bool:
    """Tell whether link and code still work: the last second is one before they expire (SECURITY SEC17)."""
    return now < min(activation.expires_at, activation.window_ends_at)


def proven(account: Account) -> Activation | None:
    """Return the proof that made the account active; None where none did, or it can't be used any more."""
    return account.activation if account.is_active else None


def activated(account: Account, waiting: Activation, password: str, by: str, now: datetime) -> Account:
    """Return the account as the proof by this visitor leaves it, with the hash of its only password."""
    used = waiting.replace(choices={}, proven_by=by)
    return account.replace(state=AccountState.ACTIVE, activation=used, password=password, last_active_at=now)
