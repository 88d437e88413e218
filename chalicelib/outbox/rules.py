"""When a letter is tried, and when no more (SECURITY REL11, REL12)."""

from datetime import datetime, timedelta

from chalicelib.outbox.model import Letter, LetterState
from chalicelib.portal.policies import MailPolicy


def may_try(letter: Letter, now: datetime) -> bool:
    """Tell whether it is anyone's turn: at once when it is new, then each time that its pause or lease is over."""
    return letter.state is LetterState.WAITING and (letter.attempts == 0 or letter.next_at <= now)


def leased(letter: Letter, policy: MailPolicy, now: datetime) -> Letter:
    """Return it as it stands while one worker has it in hand."""
    return letter.but(attempts=letter.attempts + 1, next_at=now + policy.lease)


def sent(letter: Letter, message_id: str, now: datetime) -> Letter:
    return letter.but(state=LetterState.SENT, message_id=message_id, finished_at=now)


def failed(letter: Letter, now: datetime) -> Letter:
    return letter.but(state=LetterState.FAILED, finished_at=now)


def postponed(letter: Letter, policy: MailPolicy, jitter: float, now: datetime) -> Letter:
    """Return it with a pause that doubles each time, or as failed where it was tried for long enough.

    `jitter`, from 0 to 1, spreads the letters that failed together.
    """
    if now >= letter.created_at + policy.give_up:
        return failed(letter, now)
    pause = min(policy.first_retry * 2 ** min(letter.attempts - 1, 20), policy.longest_retry)
    return letter.but(next_at=now + _whole_seconds(pause * (0.5 + jitter / 2)))


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))
