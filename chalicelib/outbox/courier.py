"""Sending letters: from the stream as soon as they are written, by the sweep where that was missed."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.cloud.logs import log
from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.table import Change, Conflict, Key
from chalicelib.due import Left, unlimited, work_through
from chalicelib.outbox import rules
from chalicelib.outbox.compose import compose
from chalicelib.outbox.model import DUE, Letter, LetterState
from chalicelib.outbox.storage import (
    PREFIX,
    as_it_was,
    letter_id,
    letter_item,
    letter_key,
    letter_of,
    mailbox_id,
    mailbox_key,
    mailbox_of,
    put_mailbox,
    require_open,
    take_turn,
)
from chalicelib.services import Services

SECOND = timedelta(seconds=1)


def deliver(services: Services, letter_name: str, now: datetime) -> None:
    """Send one letter if it is its turn. Two workers at once: one sends. A lost answer: it is sent again, once."""
    Courier(services, now).deliver(letter_name)


def deliver_row(services: Services, key: Key, now: datetime) -> None:
    """Deliver the letter of a row that the stream brought; other rows are none of ours."""
    Courier(services, now).deliver_row(key)


def sweep(services: Services, now: datetime, left: Left = unlimited) -> int:
    """Deliver what the stream missed and what is to be tried again, while there is time; return how many were tried."""
    courier = Courier(services, now)
    return work_through(services.table, DUE, now, lambda key: courier.deliver(letter_id(key)), left)


class Courier:
    """One worker, who hands over letter by letter, and no faster than the mail service takes them (SECURITY REL11).

    All workers count in one row for each second. Who finds a second full waits for the next one.
    """

    def __init__(
        self, services: Services, now: datetime, write: Callable[[Services, Letter], Message] = compose
    ) -> None:
        self._services = services
        self._policy = services.portal.policies.mail
        self._now = now
        self._write = write

    @property
    def now(self) -> datetime:
        """The time as it is by now: a round of many letters takes some."""
        return max(self._now, self._services.clock.now())

    def deliver_row(self, key: Key) -> None:
        if key.pk.startswith(PREFIX):
            self.deliver(letter_id(key))

    def deliver(self, letter_name: str) -> bool:
        """Send a letter if it is its turn; return whether it was."""
        while (was_tried := self._deliver(letter_name)) is None:
            self._services.clock.next_second()
            self._now = max(self._now + SECOND, self.now)
        return was_tried

    def _deliver(self, letter_name: str) -> bool | None:
        """Send it in this second; None where the mail service takes no more in it."""
        item = self._services.table.get(letter_key(letter_name))
        found = letter_of(item) if item else None
        if found is None or not rules.may_try(found, self.now):
            return False
        mine = rules.leased(found, self._policy, self.now)
        change = Change(self._services.ids.new())
        change.put(letter_item(mine, self._policy), as_it_was(found))
        if not found.probe:
            require_open(change, self._mailbox(found))
        second = take_turn(change, self._policy, self.now)
        try:
            self._services.table.commit(change)
        except Conflict as conflict:
            return self._is_kept(found, second, conflict.keys)
        self._finish(self._tried(mine), mine)
        return True

    def _is_kept(self, letter: Letter, second: Key, lost: Iterable[Key]) -> bool | None:
        """See to a letter that could not be leased, by the rows that stood against it."""
        if mailbox_key(self._mailbox(letter)) in lost:
            self._finish(rules.withheld(letter, self.now), letter)
            return True
        if second in lost:
            return None
        log.info("another worker has the letter", letter=letter.id)
        return False

    def _tried(self, letter: Letter) -> Letter:
        try:
            return rules.sent(letter, self._services.mailer.send(self._write(self._services, letter)), self.now)
        except MailRefused as refusal:
            log.error("mail refused", letter=letter.id, reason=str(refusal))
            return rules.failed(letter, self.now)
        except Exception:  # noqa: BLE001 -- a letter that can't be written must not hold up the others (SECURITY REL27)
            log.exception("mail not now", letter=letter.id, attempts=letter.attempts)
            return rules.postponed(letter, self._policy, random.random(), self.now)  # noqa: S311 -- jitter, no secret

    def _finish(self, letter: Letter, seen: Letter) -> None:
        """Write how it went, unless someone was faster: another worker, or what the mail service tells of it."""
        change = Change(self._services.ids.new())
        change.put(letter_item(letter, self._policy), as_it_was(seen))
        if letter.state is LetterState.FAILED:
            self._tell_staff(change, letter)
        try:
            self._services.table.commit(change)
        except Conflict:
            log.info("the letter went on meanwhile", letter=letter.id)

    def _tell_staff(self, change: Change, letter: Letter) -> None:
        mailbox = self._mailbox(letter)
        seen = mailbox_of(self._services.table.get(mailbox_key(mailbox)))
        known = rules.mailbox_given_up(seen, letter, mailbox, self.now)
        if known:
            put_mailbox(change, known, seen, self._policy)

    def _mailbox(self, letter: Letter) -> str:
        return mailbox_id(self._services.keyring, letter.to)
