"""When a letter is tried, and when no more; what follows from what is told of it (SECURITY REL11-REL13)."""

from datetime import datetime, timedelta

from chalicelib.outbox.model import SHUTS, Letter, LetterState, Mailbox, Told
from chalicelib.portal.policies import MailPolicy


def may_try(letter: Letter, now: datetime) -> bool:
    """Tell whether it is anyone's turn: at once when it is new, then each time that its pause or lease is over."""
    return letter.state is LetterState.WAITING and (letter.attempts == 0 or letter.next_at <= now)


def leased(letter: Letter, policy: MailPolicy, now: datetime) -> Letter:
    """Return it as it stands while one worker has it in hand."""
    return letter.replace(attempts=letter.attempts + 1, next_at=now + policy.lease)


def sent(letter: Letter, message_id: str, now: datetime) -> Letter:
    return letter.replace(state=LetterState.SENT, message_id=message_id, finished_at=now)


def failed(letter: Letter, now: datetime) -> Letter:
    return letter.replace(state=LetterState.FAILED, finished_at=now)


def withheld(letter: Letter, now: datetime) -> Letter:
    return letter.replace(state=LetterState.WITHHELD, finished_at=now)


def postponed(letter: Letter, policy: MailPolicy, jitter: float, now: datetime) -> Letter:
    """Return it with a pause that doubles each time, or as failed where it was tried for long enough.

    `jitter`, from 0 to 1, spreads the letters that failed together.
    """
    if now >= letter.created_at + policy.give_up:
        return failed(letter, now)
    pause = min(policy.first_retry * 2 ** min(letter.attempts - 1, 20), policy.longest_retry)
    return letter.replace(next_at=now + _whole_seconds(pause * (0.5 + jitter / 2)))


# --- what the mail service tells ---


def heard(letter: Letter, told: Told) -> Letter:
    """Return it as it stands then: whatever comes, in any order and any number of times, the same comes of it.

    States only go up, and of two events that tell the same the earlier counts.
    """
    now, then = _RANKS[letter.state], _RANKS[told.state]
    if then < now or (then == now and letter.told_at and letter.told_at <= told.at):
        return letter
    return letter.replace(state=told.state, told_at=told.at, finished_at=letter.finished_at or told.at)


_RANKS = {state: rank for rank, state in enumerate(LetterState)}  # they are declared in this order


def mailbox_after(seen: Mailbox | None, before: Letter, after: Letter, mailbox: str) -> Mailbox | None:
    """Return what is known of a mailbox since this letter went on; None where that is nothing new.

    The latest event counts. Of two in one second, the one that tells of trouble does.
    """
    if after.state is before.state or after.told_at is None:
        return None
    works_again = after.probe and after.state is LetterState.DELIVERED
    if after.state not in SHUTS and not works_again:
        return None
    if seen and (seen.at, seen.is_shut) >= (after.told_at, not works_again):
        return None
    return _mailbox(mailbox, seen, after, None if works_again else after.state, after.told_at)


def mailbox_given_up(seen: Mailbox | None, letter: Letter, mailbox: str, now: datetime) -> Mailbox | None:
    """Return what staff have to know since a letter was given up; None where they are told of the mailbox already."""
    if seen and seen.trouble and (seen.is_shut or not seen.known_by):
        return None
    return _mailbox(mailbox, seen, letter, LetterState.FAILED, now)


def _mailbox(mailbox: str, seen: Mailbox | None, letter: Letter, trouble: LetterState | None, at: datetime) -> Mailbox:
    whose = letter if letter.account or seen is None else seen
    return Mailbox(id=mailbox, to=letter.to, account=whose.account, member=whose.member, trouble=trouble, at=at)


def may_repeat(letter: Letter) -> bool:
    """Tell whether its reader may have it sent again. Links and codes are renewed by their own ways."""
    return letter.state is not LetterState.WAITING and letter.proof is None and not letter.probe


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))
