"""Sends emails: those that the stream reports at once, the others in the sweep."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.cloud.logs import log
from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.metrics import Metric
from chalicelib.cloud.table import Change, Conflict, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox import rules
from chalicelib.outbox.model import DUE, EmailState, OutboxEmail
from chalicelib.outbox.render import render_email
from chalicelib.outbox.storage import (
    PREFIX,
    email_id_of,
    mailbox_id,
    mailbox_key,
    outbox_item,
    outbox_key,
    parse_email,
    parse_mailbox,
    put_mailbox,
    require_open,
    take_turn,
    unchanged_email,
)
from chalicelib.services import Services

SECOND = timedelta(seconds=1)


def deliver(services: Services, email_id: str, now: datetime) -> None:
    """Send one email if it is its turn. Two workers at once: one sends. A lost answer: it is sent again, once."""
    Sender(services, now).deliver(email_id)


def deliver_row(services: Services, key: Key, now: datetime) -> None:
    """Deliver the email of a row that the stream brought; skip other rows."""
    Sender(services, now).deliver_row(key)


def sweep(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Deliver what the stream missed and what is to be tried again, while there is time; return how many were tried."""
    sender = Sender(services, now)
    return work_through(services.table, DUE, now, lambda key: sender.deliver(email_id_of(key)), left)


class Sender:
    """One worker that sends email by email, and no faster than the mail service accepts them (SECURITY REL11).

    All workers count in one row for each second. A worker that finds a second full waits for the next one.
    """

    def __init__(
        self, services: Services, now: datetime, render: Callable[[Services, OutboxEmail], Message] = render_email
    ) -> None:
        self._services = services
        self._policy = services.portal.policies.mail
        self._now = now
        self._render = render

    @property
    def now(self) -> datetime:
        """The time as it is by now: a round of many emails takes some."""
        return max(self._now, self._services.clock.now())

    def deliver_row(self, key: Key) -> None:
        if key.pk.startswith(PREFIX):
            self.deliver(email_id_of(key))

    def deliver(self, email_id: str) -> bool:
        """Send an email if it is its turn; return whether it was."""
        while (was_tried := self._deliver(email_id)) is None:
            self._services.clock.next_second()
            self._now = max(self._now + SECOND, self.now)
        return was_tried

    def _deliver(self, email_id: str) -> bool | None:
        """Send it in this second; None where the mail service takes no more in it."""
        item = self._services.table.get(outbox_key(email_id))
        found = parse_email(item) if item else None
        if found is None or not rules.may_try(found, self.now):
            return False
        leased = rules.leased(found, self._policy, self.now)
        change = Change(self._services.ids.new())
        change.put(outbox_item(leased, self._policy), unchanged_email(found))
        if not found.is_test:
            require_open(change, self._mailbox(found))
        second = take_turn(change, self._policy, self.now)
        try:
            self._services.table.commit(change)
        except Conflict as conflict:
            return self._resolve_conflict(found, second, conflict.keys)
        self._finish(self._try(leased), leased)
        return True

    def _resolve_conflict(self, email: OutboxEmail, second: Key, lost: Iterable[Key]) -> bool | None:
        """Handle an email that could not be leased, by the rows that stood against it; None: try again next second."""
        if mailbox_key(self._mailbox(email)) in lost:
            self._finish(rules.withheld(email, self.now), email)
            return True
        if second in lost:
            return None
        log.info("email is leased by another worker", email_id=email.id)
        return False

    def _try(self, email: OutboxEmail) -> OutboxEmail:
        try:
            sent = rules.sent(email, self._services.mailer.send(self._render(self._services, email)), self.now)
        except MailRefused as refusal:
            log.error("email refused by the mail service", email_id=email.id, reason=str(refusal))
            return rules.failed(email, self.now)
        except Exception:  # noqa: BLE001 -- an email that can't be written must not hold up the others (SECURITY REL27)
            log.exception("email postponed", email_id=email.id, attempts=email.attempts)
            return rules.postponed(email, self._policy, random.random(), self.now)  # noqa: S311 -- jitter, no secret
        self._services.metrics.count(Metric.EMAILS_SENT)
        return sent

    def _finish(self, email: OutboxEmail, seen: OutboxEmail) -> None:
        """Write the result, unless another worker or a delivery event was faster."""
        change = Change(self._services.ids.new())
        change.put(outbox_item(email, self._policy), unchanged_email(seen))
        if email.state is EmailState.FAILED:
            self._notify_staff(change, email)
        try:
            self._services.table.commit(change)
        except Conflict:
            log.info("email changed meanwhile", email_id=email.id)

    def _notify_staff(self, change: Change, email: OutboxEmail) -> None:
        mailbox = self._mailbox(email)
        seen = parse_mailbox(self._services.table.get(mailbox_key(mailbox)))
        known = rules.mailbox_given_up(seen, email, mailbox, self.now)
        if known:
            put_mailbox(change, known, seen, self._policy)

    def _mailbox(self, email: OutboxEmail) -> str:
        return mailbox_id(self._services.keyring, email.to)
