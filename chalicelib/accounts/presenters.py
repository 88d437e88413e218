"""Builds the page of the emails that were sent to a person."""

from collections.abc import Iterable

from chalicelib.accounts.actions.sessions import Person
from chalicelib.accounts.profile_schemas import EmailRow, MailPage
from chalicelib.outbox.history import may_repeat
from chalicelib.outbox.model import OutboxEmail
from chalicelib.outbox.render import render_subject
from chalicelib.web.request import Request


def mail_shown(request: Request, whose: Person, emails: Iterable[OutboxEmail]) -> MailPage:
    return MailPage(
        email=whose.email,
        unreachable_since=whose.unreachable_since,
        emails=tuple(_row(request, email) for email in emails),
    )


def _row(request: Request, email: OutboxEmail) -> EmailRow:
    return EmailRow(
        email_id=email.id,
        subject=render_subject(request.services, email, request.language),
        to=email.to,
        state=email.state,
        written_at=email.created_at,
        state_since=email.event_at or email.finished_at,
        can_be_sent_again=may_repeat(email),
    )
