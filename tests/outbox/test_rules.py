"""When an email is tried, how long it pauses, and when it is given up (SECURITY REL11, REL12)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.outbox.model import EmailState, OutboxEmail
from chalicelib.outbox.rules import failed, leased, may_try, postponed, sent
from tests.conftest import portal
from tests.support.world import START

POLICY = portal("example").policies.mail  # 10 s doubled up to 80 s, given up after 10 minutes, lease 15 s
SECOND = timedelta(seconds=1)
EMAIL = OutboxEmail(id="1", template="activation", to="zoe@example.org", language="fr", created_at=START, next_at=START)


def pause(attempts: int, jitter: float) -> float:
    """Return the seconds for which an email that was tried so often waits."""
    tried = EMAIL.replace(attempts=attempts)
    return (postponed(tried, POLICY, jitter, START).next_at - START).total_seconds()


def test_a_new_email_is_anyones_at_once() -> None:
    assert may_try(EMAIL.replace(next_at=START + 9 * SECOND), START)


@pytest.mark.req("REL12")
def test_an_email_in_hand_is_nobody_elses_until_the_lease_ends() -> None:
    held = leased(EMAIL, POLICY, START)
    assert [may_try(held, START + seconds * SECOND) for seconds in (0, 14, 15)] == [False, False, True]


@pytest.mark.parametrize("finished", [sent(EMAIL, "message-1", START), failed(EMAIL, START)])
def test_a_finished_email_is_never_tried_again(finished: OutboxEmail) -> None:
    assert not may_try(finished, START + timedelta(days=400))


def test_every_try_is_counted() -> None:
    assert leased(leased(EMAIL, POLICY, START), POLICY, START).attempts == 2


@pytest.mark.req("A3")
@pytest.mark.parametrize(("ends", "late"), [(-1, True), (0, True), (1, False)])
def test_an_email_is_late_once_what_it_brings_has_ended(ends: int, *, late: bool) -> None:
    assert leased(EMAIL.replace(ends_at=START + ends * SECOND), POLICY, START).is_late is late


@pytest.mark.req("REL11")
@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 20), (3, 40), (4, 80), (5, 80), (9, 80), (2000, 80)])
def test_the_pause_doubles_up_to_the_longest(attempts: int, seconds: float) -> None:
    assert pause(attempts, jitter=1) == seconds


@pytest.mark.req("REL11")
@given(st.integers(1, 30), st.floats(0, 1))
def test_emails_that_failed_together_are_spread_over_half_the_pause(attempts: int, jitter: float) -> None:
    assert pause(attempts, jitter=1) / 2 <= pause(attempts, jitter) <= pause(attempts, jitter=1)


@pytest.mark.req("REL11")
@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(minutes=9, seconds=59), EmailState.WAITING),
        (timedelta(minutes=10), EmailState.FAILED),
        (timedelta(days=3), EmailState.FAILED),
    ],
)
def test_an_email_is_given_up_after_the_policys_time_to_the_second(age: timedelta, state: EmailState) -> None:
    assert postponed(EMAIL.replace(attempts=1), POLICY, 0, START + age).state is state


def test_a_finished_email_says_when_and_a_sent_one_as_which_mail() -> None:
    done = sent(EMAIL, "message-1", START)
    assert (done.state, done.finished_at, done.message_id) == (EmailState.SENT, START, "message-1")
    assert failed(EMAIL, START).finished_at == START
