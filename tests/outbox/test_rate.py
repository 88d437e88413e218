"""No faster than the mail service takes them, however many there are at once (SECURITY REL11)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

import pytest

from chalicelib.cloud.mail import Message
from chalicelib.cloud.table import Unavailable
from chalicelib.outbox.actions import enqueue_email
from chalicelib.outbox.model import DUE, OutboxEmail
from chalicelib.outbox.sender import Sender
from chalicelib.outbox.storage import email_id_of
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork
from tests.support.emails import enqueued, new_email, receivers
from tests.support.world import START, Mailbox, World

Worlds = Callable[[str], World]
RATE, MANY, BATCH = 14, 10_000, 100
SECOND, SWEEP = timedelta(seconds=1), timedelta(minutes=1)


class Strict(Mailbox):
    """Takes so many mails a second, and throttles what is more."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: Counter[datetime] = Counter()
        self.throttled = 0
        self.now = START

    def send(self, message: Message) -> str:
        if self.taken[self.now] == RATE:
            self.throttled += 1
            raise Unavailable("TooManyRequestsException")
        self.taken[self.now] += 1
        return super().send(message)


def quickly(services: Services, email: OutboxEmail) -> Message:
    """Render an email without its words."""
    return Message(email.id, services.portal.sender, email.to, "", "", "")


class Worker(Sender):
    """A sender whom the strict service sees at its own time."""

    def _try(self, email: OutboxEmail) -> OutboxEmail:
        self._services.mailer.now = self.now  # type: ignore[attr-defined]
        return super()._try(email)


@pytest.mark.req("REL11", "X4")
def test_ten_thousand_emails_at_once_go_out_at_the_services_rate_each_once() -> None:
    """The stream's worker and the sweep take turns: each works on for as long as a run lasts."""
    world = World("citizen-account")
    world.mailer = service = Strict()
    names = _enqueue(world, MANY)
    told = iter(names)
    while len(service.messages) < MANY:
        stream = Worker(world, world.now, quickly)
        while stream.now < world.now + SWEEP and (batch := list(islice(told, BATCH))):
            for name in batch:
                stream.deliver(name)
        world.clock.advance(max(SWEEP, stream.now - world.now))
        sweep = Worker(world, world.now, quickly)
        for key in list(islice(world.table.due(DUE, world.now), RATE * 50)):
            sweep.deliver(email_id_of(key))
    assert Counter(message.email_id for message in service.messages) == Counter(names)
    assert (service.throttled, max(service.taken.values())) == (0, RATE)
    assert world.now - START <= timedelta(seconds=MANY / RATE) + 2 * SWEEP


def _enqueue(world: World, count: int) -> list[str]:
    names = []
    for number in range(count):
        work = UnitOfWork(world, world.now)
        names.append(enqueue_email(work, new_email(f"{number}@example.org")))
        work.commit()
    return names


@pytest.mark.req("REL11")
def test_two_workers_in_one_second_share_what_the_service_takes_in_it(world: Worlds) -> None:
    example = world("example")  # three mails a second
    emails = [enqueued(example, f"{number}@example.org") for number in range(7)]
    one, other = Sender(example, START), Sender(example, START)
    for number, email in enumerate(emails):
        (one, other)[number % 2].deliver(email)
    assert len(receivers(example)) == 7
    assert {one.now - START, other.now - START} <= {1 * SECOND, 2 * SECOND}


@pytest.mark.req("REL11")
def test_who_writes_to_few_waits_for_nobody(world: Worlds) -> None:
    example = world("example")
    sender = Sender(example, START)
    for number in range(3):
        sender.deliver(enqueued(example, f"{number}@example.org"))
    assert (len(receivers(example)), sender.now) == (3, START)
