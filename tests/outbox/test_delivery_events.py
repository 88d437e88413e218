"""What follows from what the mail service tells: the same in any order, and however often (SECURITY REL01, REL13)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.mail import Message
from chalicelib.outbox.model import SHUTS, DeliveryEvent, EmailState, Mailbox
from chalicelib.outbox.rules import (
    apply_event,
    failed,
    leased,
    mailbox_after,
    mailbox_given_up,
    may_repeat,
    sent,
    withheld,
)
from tests.conftest import portal
from tests.support.emails import ZOE, email, enqueued, receivers, row, stream, tell, waiting_for_staff
from tests.support.world import START, World
from tests.support.world import Mailbox as Service

Worlds = Callable[[str], World]
S = EmailState
MINUTE = timedelta(minutes=1)
SENT = sent(leased(email(proof=None), portal("example").policies.mail, START), "message-1", START)
TOLD = (S.DELAYED, S.RETURNED, S.DELIVERED, S.BOUNCED, S.COMPLAINED)
EVENTS = st.builds(
    DeliveryEvent,
    email_id=st.just(SENT.id),
    state=st.sampled_from(TOLD),
    at=st.integers(0, 9).map(lambda n: START + n * MINUTE),
)


def as_event(state: EmailState, minutes: float = 0) -> DeliveryEvent:
    return DeliveryEvent(email_id=SENT.id, state=state, at=START + minutes * MINUTE)


@pytest.mark.req("REL01", "REL13")
@given(st.lists(EVENTS, max_size=6), st.randoms(use_true_random=False))
def test_in_any_order_and_however_often_events_come_the_same_comes_of_them(
    events: list[DeliveryEvent], chance: object
) -> None:
    again = [*events, *events]
    chance.shuffle(again)  # type: ignore[attr-defined]
    one, other = SENT, SENT
    for event in events:
        one = apply_event(one, event)
    for event in again:
        other = apply_event(other, event)
    assert one == other


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((S.DELAYED, S.DELIVERED), S.DELIVERED),
        ((S.DELAYED, S.RETURNED), S.RETURNED),
        ((S.RETURNED, S.DELIVERED), S.DELIVERED),  # an answer while someone is away comes as a bounce too
        ((S.DELIVERED, S.BOUNCED), S.BOUNCED),  # the provider took it, and found out later
        ((S.DELIVERED, S.COMPLAINED), S.COMPLAINED),
    ],
)
def test_what_tells_more_counts(events: tuple[EmailState, ...], state: EmailState) -> None:
    for order in permutations(events):
        found = SENT
        for each in order:
            found = apply_event(found, as_event(each))
        assert found.state is state


def test_an_email_that_was_given_up_and_came_all_the_same_came() -> None:
    assert apply_event(failed(SENT, START), as_event(S.DELIVERED)).state is S.DELIVERED


@pytest.mark.req("REL13")
@pytest.mark.parametrize("state", TOLD)
def test_only_a_permanent_bounce_and_a_complaint_shut_a_mailbox(state: EmailState) -> None:
    found = mailbox_after(None, SENT, apply_event(SENT, as_event(state)), "m")
    assert (found and found.is_shut) == (True if state in SHUTS else None)


@pytest.mark.req("REL13")
def test_of_what_is_told_of_a_mailbox_the_latest_counts_and_trouble_where_both_came_in_one_second() -> None:
    test = SENT.replace(is_test=True)
    bounced, works = apply_event(SENT, as_event(S.BOUNCED, 1)), apply_event(test, as_event(S.DELIVERED, 2))
    shut = mailbox_after(None, SENT, bounced, "m")
    opened = mailbox_after(shut, test, works, "m")
    assert shut
    assert opened
    assert opened.trouble is None
    assert mailbox_after(opened, SENT, bounced, "m") is None  # it is older than the mail that came
    assert mailbox_after(opened, SENT, apply_event(SENT, as_event(S.BOUNCED, 2)), "m") == shut.replace(
        at=START + 2 * MINUTE
    )
    assert mailbox_after(shut, test, apply_event(test, as_event(S.DELIVERED, 1)), "m") is None


def test_staff_are_told_once_of_a_mailbox_that_emails_are_given_up_for() -> None:
    first = mailbox_given_up(None, SENT, "m", START)
    assert first == Mailbox(id="m", to=SENT.to, account=None, trouble=S.FAILED, at=START)
    assert mailbox_given_up(first, SENT, "m", START + MINUTE) is None
    assert mailbox_given_up(first.replace(known_by="staff-1"), SENT, "m", START + MINUTE) == first.replace(
        at=START + MINUTE
    )
    assert not first.is_shut


def test_what_still_waits_holds_a_link_or_tries_a_mailbox_is_not_sent_again() -> None:
    assert may_repeat(SENT)
    assert may_repeat(withheld(SENT, START))
    assert [
        may_repeat(each) for each in (email(proof=None), email().replace(state=S.SENT), SENT.replace(is_test=True))
    ] == [False] * 3


# --- on the table ---


@pytest.mark.req("REL13", "X4")
def test_nothing_more_is_sent_to_a_mailbox_that_is_shut_however_its_address_is_written(world: Worlds) -> None:
    example = world("example")
    first = enqueued(example)
    stream(example)
    tell(example, first, S.BOUNCED)
    second = enqueued(example, ZOE.upper())
    stream(example)
    assert receivers(example) == [ZOE]
    assert [row(example, each)["state"] for each in (first, second)] == ["bounced", "withheld"]
    assert waiting_for_staff(example) == [(ZOE, "bounced")]


@pytest.mark.req("REL13")
@pytest.mark.parametrize("state", [S.DELAYED, S.RETURNED, S.DELIVERED])
def test_anything_else_stops_nothing(world: Worlds, state: EmailState) -> None:
    example = world("example")
    first = enqueued(example)
    stream(example)
    tell(example, first, state)
    enqueued(example)
    stream(example)
    assert (len(receivers(example)), waiting_for_staff(example)) == (2, [])


class Hasty(Service):
    """Tells of a mail before its sender has the answer."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def send(self, message: Message) -> str:
        answer = super().send(message)
        tell(self._world, message.email_id, S.DELIVERED)
        return answer


@pytest.mark.req("REL13")
def test_an_event_that_comes_before_the_answer_is_kept(world: Worlds) -> None:
    example = world("example")
    example.mailer = Hasty(example)
    first = enqueued(example)
    stream(example)
    found = row(example, first)
    assert (found["state"], "due_kind" in found, "ttl" in found) == ("delivered", False, True)


@pytest.mark.req("REL12", "REL13")
def test_an_event_proves_that_an_email_was_taken_whose_answer_was_lost_so_it_is_not_sent_again(world: Worlds) -> None:
    example = world("example")
    first = enqueued(example)
    example.mailer.down = True
    stream(example)
    tell(example, first, S.DELIVERED)
    example.mailer.down = False
    example.clock.advance(minutes=5)
    stream(example)
    assert receivers(example) == []


@pytest.mark.req("REL01")
def test_an_event_of_an_email_that_is_gone_changes_nothing(world: Worlds) -> None:
    example = world("example")
    assert not tell(example, "0" * 32, S.BOUNCED)
    assert waiting_for_staff(example) == []


@pytest.mark.req("REL11", "X4")
def test_an_email_that_is_given_up_is_a_task_for_staff_and_stops_nothing(world: Worlds) -> None:
    example = world("example")
    enqueued(example)
    example.mailer.down = True
    for _ in range(12):
        stream(example)
        example.clock.advance(minutes=1)
    assert waiting_for_staff(example) == [(ZOE, "failed")]
    example.mailer.down = False
    enqueued(example)
    stream(example)
    assert receivers(example) == [ZOE]
