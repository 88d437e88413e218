"""Carries out a due review: the next step by the rule, in one transaction with its effects.

Activity does not touch a review. The review finds the activity by itself and waits again, so people's requests pay
nothing for retention, and there is nothing to call off.
"""

from datetime import datetime

from chalicelib.activities.model import SYSTEM
from chalicelib.outbox.actions import delete_emails, unpin
from chalicelib.retention import rules
from chalicelib.retention.actions.retainable import Retainable
from chalicelib.retention.actions.undelivered_notices import emails_of
from chalicelib.retention.model import Emails, End, Notice, Notify, ScheduledReview, Step, Wait
from chalicelib.retention.storage import delete_review, put_review, set_review, write_notice
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork


def run_review(services: Services, review: ScheduledReview, retainable: Retainable, now: datetime) -> bool:
    """Do what is due and tell whether that was anything; raise Conflict where another run was first."""
    emails = emails_of(services, review.notices)
    notices = rules.as_sent(rules.valid(review.notices, retainable.since), emails)
    seen = review.replace(notices=notices, undelivered_at=_undelivered_at(review, notices, emails, now))
    work = UnitOfWork(services, now, SYSTEM)
    step = _step(services, seen, retainable, emails, now)
    if isinstance(step, End):
        delete_emails(work, emails)
    else:
        _release_void(work, notices, emails)
    match step:
        case Wait(until):
            put_review(work, seen.replace(review_at=until))
        case Notify():
            put_review(work, _notified(work, seen, retainable, step))
        case End():
            _end(work, seen, retainable)
    work.commit()
    return not isinstance(step, Wait)


def _release_void(work: UnitOfWork, notices: tuple[Notice, ...], emails: Emails) -> None:
    """Release the emails of void notices; their reader still sees that they came."""
    kept = {each.email_id for each in notices}
    for email in emails.values():
        if email and email.id not in kept:
            unpin(work, email)


def _step(services: Services, review: ScheduledReview, retainable: Retainable, emails: Emails, now: datetime) -> Step:
    zone, again = services.portal.zone, services.portal.policies.retention.look_again
    step = rules.next_step(retainable.since, review.notices, retainable.term, now, zone)
    if isinstance(step, Wait):
        return step
    if retainable.is_held() or (isinstance(step, End) and not rules.are_settled(review.notices, emails)):
        return Wait(again.after(now, zone))
    return step


def _undelivered_at(
    review: ScheduledReview, notices: tuple[Notice, ...], emails: Emails, now: datetime
) -> datetime | None:
    return (review.undelivered_at or now) if rules.undelivered(notices, emails) else None


def _notified(work: UnitOfWork, review: ScheduledReview, retainable: Retainable, step: Notify) -> ScheduledReview:
    """Return the review with the new notice; it is due again when the delivery of the email must be known."""
    retainable.require(work)
    nonce = work.services.ids.secret()
    email_id = retainable.notify(work, retainable.proof(nonce), step.ends_at)
    write_notice(work, review, step.number, retainable.since)
    notice = Notice(since=retainable.since, sent_at=work.now, email_id=email_id, nonce=nonce)
    known = work.now + work.services.portal.policies.mail.give_up
    return review.replace(notices=(*review.notices, notice), review_at=known)


def _end(work: UnitOfWork, review: ScheduledReview, retainable: Retainable) -> None:
    """End the thing; the review that follows is of another kind, so it has a row of its own."""
    following = retainable.end(work, review)
    delete_review(work, review)
    if following:
        set_review(work, following.replace(command=work.idempotency_token))
