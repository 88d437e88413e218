"""Emails when the mail service is down, forgets or refuses, and when an email itself is broken."""

from collections.abc import Callable

import pytest

from chalicelib.cloud.table import Change
from chalicelib.outbox.sender import deliver, sweep
from tests.support.emails import enqueued, receivers, row, swept
from tests.support.faults import LosingMailbox, RefusingMailbox
from tests.support.world import START, World

Worlds = Callable[[str], World]
PEOPLE = [f"{n}@example.org" for n in range(4)]


@pytest.mark.req("REL11")
def test_while_the_mail_service_is_down_nothing_is_lost_and_when_it_is_back_everything_goes(world: Worlds) -> None:
    example = world("example")
    for person in PEOPLE:
        enqueued(example, person)
    example.mailer.down = True
    swept(example, minutes=5)
    example.mailer.down = False
    swept(example, minutes=2)
    assert receivers(example) == PEOPLE


@pytest.mark.req("REL11")
def test_an_email_that_can_never_be_sent_is_given_up_after_the_policys_time(world: Worlds) -> None:
    example = world("example")
    email = enqueued(example)
    example.mailer.down = True
    states = []
    for minutes in (9, 3):
        swept(example, minutes)
        states.append(row(example, email)["state"])
    assert states == ["waiting", "failed"]


@pytest.mark.req("REL12")
def test_an_email_whose_answer_was_lost_is_sent_twice_at_most_and_is_the_same_mail(world: Worlds) -> None:
    example = world("example")
    example.mailer = LosingMailbox(lost=1)
    deliver(example, enqueued(example), START)
    swept(example, minutes=9)
    first, second = example.mailer.messages
    assert first == second


def test_an_email_that_is_refused_for_good_is_not_tried_again(world: Worlds) -> None:
    example = world("example")
    example.mailer = RefusingMailbox()
    email = enqueued(example)
    swept(example, minutes=5)
    assert (row(example, email)["state"], row(example, email)["attempts"]) == ("failed", 1)


@pytest.mark.req("REL27")
def test_an_email_that_cannot_be_written_does_not_hold_up_the_others(world: Worlds) -> None:
    example = world("example")
    broken = enqueued(example, template="no-such-template")
    for person in PEOPLE:
        enqueued(example, person)
    swept(example, minutes=1)
    assert receivers(example) == PEOPLE
    assert row(example, broken)["state"] == "waiting"


@pytest.mark.req("REL27")
def test_a_row_that_cannot_be_read_does_not_hold_up_the_others(world: Worlds) -> None:
    example = world("example")
    broken, *_ = [enqueued(example, person) for person in PEOPLE]
    change = Change("poison")
    change.put({**row(example, broken), "state": "known to a later version only"}, None)
    example.table.commit(change)
    sweep(example, START.replace(minute=1))
    assert receivers(example) == PEOPLE[1:]
