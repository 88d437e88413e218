"""Delivering emails: enqueued with the action or not at all, and sent once by whoever has the lease."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.cloud.table import Compare, Conflict, Key, Unavailable
from chalicelib.outbox.actions import enqueue_email
from chalicelib.outbox.sender import deliver, sweep
from chalicelib.unit_of_work import UnitOfWork
from tests.support.emails import ZOE, enqueued, new_email, receivers, row
from tests.support.faults import DownTable, InterruptedTable
from tests.support.world import START, Mailbox, World

Worlds = Callable[[str], World]
SECOND = timedelta(seconds=1)


@pytest.mark.req("REL25")
def test_an_email_is_enqueued_only_if_its_action_is_done(world: Worlds) -> None:
    example = world("example")
    work = UnitOfWork(example, example.now)
    enqueue_email(work, new_email())
    work.require(Key("ACCOUNT#1", "ACCOUNT"), Compare("version", "=", 1))
    with pytest.raises(Conflict):
        work.commit()
    assert sweep(example, START + timedelta(days=1)) == 0


@pytest.mark.req("A3", "REL01")
def test_an_email_is_delivered_once_however_often_it_is_reported(world: Worlds) -> None:
    example = world("example")
    email = enqueued(example)
    for _ in range(5):
        deliver(example, email, START)
    assert receivers(example) == [ZOE]


def test_an_email_that_does_not_exist_is_nothing_to_deliver(world: Worlds) -> None:
    example = world("example")
    deliver(example, "none", START)
    assert receivers(example) == []


def test_the_sweep_leaves_the_stream_its_time_and_then_delivers(world: Worlds) -> None:
    example = world("example")
    enqueued(example)
    assert [sweep(example, START + seconds * SECOND) for seconds in (9, 10, 11)] == [0, 1, 0]
    assert receivers(example) == [ZOE]


@pytest.mark.req("REL20")
def test_only_a_finished_email_has_a_ttl_and_only_a_waiting_one_is_due(world: Worlds) -> None:
    example = world("example")
    email = enqueued(example)
    waiting = row(example, email)
    deliver(example, email, START)
    finished = row(example, email)
    assert [{"ttl", "due_kind"} & found.keys() for found in (waiting, finished)] == [{"due_kind"}, {"ttl"}]
    assert finished["ttl"] == int((START + timedelta(days=2)).timestamp())


@pytest.mark.req("REL11")
def test_a_table_that_is_down_is_no_delivery() -> None:
    with pytest.raises(Unavailable):
        deliver(World("freight", DownTable()), "1", START)


# --- two workers ---


@pytest.mark.req("REL12", "REL21")
def test_of_two_workers_who_read_the_same_email_one_sends_it() -> None:
    table = InterruptedTable()
    freight = World("freight", table)
    email = enqueued(freight)
    table.interruption = lambda: deliver(freight, email, START)
    deliver(freight, email, START)
    assert receivers(freight) == [ZOE]


class Interrupted(Mailbox):
    """While it takes a mail, another worker comes along; or this one is killed."""

    def __init__(self, interruption: Callable[[], None]) -> None:
        super().__init__()
        self._interruption = interruption

    def send(self, message: object) -> str:
        self._interruption()
        return super().send(message)  # type: ignore[arg-type]


@pytest.mark.req("REL12", "REL21")
def test_a_worker_who_comes_while_another_sends_leaves_the_email_alone(world: Worlds) -> None:
    example = world("example")
    email = enqueued(example)
    example.mailer = Interrupted(lambda: deliver(example, email, START))
    deliver(example, email, START)
    assert receivers(example) == [ZOE]


@pytest.mark.req("REL12", "REL25")
def test_after_a_worker_was_killed_another_takes_over_when_the_lease_ends(world: Worlds) -> None:
    example = world("example")
    email = enqueued(example)

    def kill() -> None:
        raise SystemExit

    example.mailer = Interrupted(kill)
    with pytest.raises(SystemExit):
        deliver(example, email, START)
    example.mailer = Mailbox()
    sent = []
    for seconds in (14, 15):
        deliver(example, email, START + seconds * SECOND)
        sent.append(receivers(example))
    assert sent == [[], [ZOE]]
