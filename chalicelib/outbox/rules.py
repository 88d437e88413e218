"""Decides when an email is tried or given up, and what follows from delivery events (SECURITY REL11-REL13)."""

from datetime import datetime, timedelta

from chalicelib.outbox.model import SHUTS, DeliveryEvent, EmailState, Mailbox, OutboxEmail
from chalicelib.portal.policies import MailPolicy


def may_try(email: OutboxEmail, now: datetime) -> bool:
    """Tell whether it is anyone's turn: at once when it is new, then each time that its pause or lease is over."""
    return email.state is EmailState.WAITING and (email.attempts == 0 or email.next_at <= now)


def leased(email: OutboxEmail, policy: MailPolicy, now: datetime) -> OutboxEmail:
    """Return it as it stands while one worker has it in hand: what it brings may have ended by now."""
    is_late = email.ends_at is not None and email.ends_at <= now
    return email.replace(attempts=email.attempts + 1, next_at=now + policy.lease, is_late=is_late)


def sent(email: OutboxEmail, message_id: str, now: datetime) -> OutboxEmail:
    return email.replace(state=EmailState.SENT, message_id=message_id, finished_at=now)


def failed(email: OutboxEmail, now: datetime) -> OutboxEmail:
    return email.replace(state=EmailState.FAILED, finished_at=now)


def withheld(email: OutboxEmail, now: datetime) -> OutboxEmail:
    return email.replace(state=EmailState.WITHHELD, finished_at=now)


def postponed(email: OutboxEmail, policy: MailPolicy, jitter: float, now: datetime) -> OutboxEmail:
    """Return it with a pause that doubles each time, or as failed where it was tried for long enough.

    `jitter`, from 0 to 1, spreads the emails that failed together.
    """
    if now >= email.created_at + policy.give_up:
        return failed(email, now)
    pause = min(policy.first_retry * 2 ** min(email.attempts - 1, 20), policy.longest_retry)
    return email.replace(next_at=now + _whole_seconds(pause * (0.5 + jitter / 2)))


# --- delivery events of the mail service ---


def apply_event(email: OutboxEmail, event: DeliveryEvent) -> OutboxEmail:
    """Applies a delivery event. Commutative and idempotent.

    States only go up, and of two events with the same state the earlier counts.
    """
    now, then = _RANKS[email.state], _RANKS[event.state]
    if then < now or (then == now and email.event_at and email.event_at <= event.at):
        return email
    return email.replace(state=event.state, event_at=event.at, finished_at=email.finished_at or event.at)


_RANKS = {state: rank for rank, state in enumerate(EmailState)}  # they are declared in this order


def mailbox_after(seen: Mailbox | None, before: OutboxEmail, after: OutboxEmail, mailbox: str) -> Mailbox | None:
    """Return what is known of a mailbox after an event; None where nothing is new.

    The latest event counts. Of two in one second, the one with a trouble does.
    """
    if after.state is before.state or after.event_at is None:
        return None
    works_again = after.is_test and after.state is EmailState.DELIVERED
    if after.state not in SHUTS and not works_again:
        return None
    if seen and (seen.at, seen.is_shut) >= (after.event_at, not works_again):
        return None
    return _mailbox(mailbox, seen, after, None if works_again else after.state, after.event_at)


def mailbox_given_up(seen: Mailbox | None, email: OutboxEmail, mailbox: str, now: datetime) -> Mailbox | None:
    """Return what staff have to know since an email was given up; None where they know of the mailbox already."""
    if seen and seen.trouble and (seen.is_shut or not seen.known_by):
        return None
    return _mailbox(mailbox, seen, email, EmailState.FAILED, now)


def _mailbox(
    mailbox: str, seen: Mailbox | None, email: OutboxEmail, trouble: EmailState | None, at: datetime
) -> Mailbox:
    whose = email if email.account or seen is None else seen
    found = {"to": email.to, "account": whose.account, "member": whose.member, "trouble": trouble, "at": at}
    return (seen or Mailbox(id=mailbox, to=email.to, at=at)).replace(**found, known_by=None)


def may_repeat(email: OutboxEmail) -> bool:
    """Tell whether its recipient may have it sent again. Links and codes are renewed by their own ways."""
    return email.state is not EmailState.WAITING and email.proof is None and not email.is_test


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))
