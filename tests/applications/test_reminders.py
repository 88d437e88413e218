"""Questions of staff of which people are reminded, before they are due (REQUIREMENTS F8, E3)."""

from datetime import datetime, timedelta

import pytest

from chalicelib.applications.actions.information_requests import QUESTIONS, remind, reply
from chalicelib.applications.actions.review import ask, take
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.cloud.mail import Message
from chalicelib.cloud.table import Change
from chalicelib.outbox.storage import outbox_key
from chalicelib.retention.model import Notice, ScheduledReview
from chalicelib.retention.storage import set_review
from tests.support.applications import as_it_is, changed, example, person, submitted
from tests.support.emails import enqueued
from tests.support.faults import InterruptedTable
from tests.support.people import ZOE
from tests.support.world import START, World

STAFF = "staff-1"
A_SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def here() -> World:
    return example()


def asked(world: World, *texts: str) -> Application:
    """Return a file that waits for answers: within 9 days, so the portal reminds 4 days and 1 day before."""
    file = submitted(world)
    take(world, file.number, STAFF, world.now)
    for text in texts or ("Où ?",):
        ask(world, file.number, text, STAFF, world.now)
    return as_it_is(world, file)


def at(world: World, moment: datetime) -> int:
    world.clock.advance(moment - world.now)
    return remind(world, world.now)


def reminders(world: World) -> list[Message]:
    return [mail for mail in world.mails(ZOE) if mail.subject.startswith("Nous attendons")]


@pytest.mark.req("F8", "E3")
def test_a_question_is_brought_to_mind_at_its_times_to_the_second(here: World) -> None:
    asked(here)
    due = [START + 5 * DAY, START + 8 * DAY - HOUR]  # at ten, also once the clocks have changed
    moments = [moment + more for moment in due for more in (-A_SECOND, 0 * DAY)]
    assert [at(here, moment) for moment in moments] == [0, 1, 0, 1]
    assert len(reminders(here)) == 2


@pytest.mark.req("F8", "E3")
def test_in_whatever_order_the_policy_has_them_each_reminder_comes_at_its_time(here: World) -> None:
    policies = here.portal.policies
    review = policies.review.replace(reminders=tuple(reversed(policies.review.reminders)))
    here.portal = here.portal.replace(policies=policies.replace(review=review))
    asked(here)
    moments = [START + 5 * DAY - A_SECOND, START + 5 * DAY, START + 6 * DAY, START + 8 * DAY - HOUR, START + 30 * DAY]
    assert [at(here, moment) for moment in moments] == [0, 1, 0, 1, 0]


@pytest.mark.req("F8", "X1")
def test_a_reminder_says_by_when_to_answer(here: World) -> None:
    file = asked(here)
    at(here, here.now + 5 * DAY)
    assert "11\u00a0mars\u00a02026" in reminders(here)[0].text
    assert f"/fr/applications/{file.number}" in reminders(here)[0].text


@pytest.mark.req("F8")
def test_who_has_answered_is_not_reminded(here: World) -> None:
    file = asked(here)
    reply(here, person(here), file.number, file.questions[0].id, "Ici.", here.now)
    assert [at(here, here.now + days * DAY) for days in (5, 3, 30)] == [0, 0, 0]


@pytest.mark.req("E3", "REL22")
def test_reminders_that_were_missed_are_one(here: World) -> None:
    asked(here)
    assert [at(here, here.now + days * DAY) for days in (8.5, 0, 0.1)] == [1, 0, 0]


@pytest.mark.req("E3")
def test_nobody_is_reminded_when_it_is_too_late(here: World) -> None:
    asked(here)
    assert at(here, here.now + 9 * DAY) == 0


@pytest.mark.req("F8")
def test_two_questions_of_one_day_are_one_reminder_and_a_later_one_has_its_own(here: World) -> None:
    file = asked(here, "Où ?", "Quand ?")
    here.clock.advance(2 * DAY)
    ask(here, file.number, "Comment ?", STAFF, here.now)
    start = file.questions[0].asked_at
    assert [at(here, start + days * DAY) for days in (5, 7, 8, 10)] == [1, 1, 1, 1]


@pytest.mark.req("REL21", "E3")
def test_a_question_that_is_asked_just_when_one_is_due_costs_no_reminder(here: World) -> None:
    file = asked(here)
    here.clock.advance(5 * DAY)
    ask(here, file.number, "Comment ?", STAFF, here.now)
    assert at(here, here.now + A_SECOND) == 1


@pytest.mark.req("REL21")
def test_of_two_runs_at_once_one_reminds(here: World) -> None:
    here.table = table = InterruptedTable()
    asked(here)
    here.clock.advance(5 * DAY)
    of_the_other = list[int]()
    table.interruption = lambda: of_the_other.append(remind(here, here.now))
    assert [remind(here, here.now), *of_the_other] == [0, 1]
    assert len(reminders(here)) == 1


@pytest.mark.req("REL25", "E3")
def test_who_replies_while_the_job_looks_is_not_reminded(here: World) -> None:
    here.table = table = InterruptedTable()
    file = asked(here)
    who = person(here)
    here.clock.advance(5 * DAY)
    table.interruption = lambda: reply(here, who, file.number, file.questions[0].id, "Ici.", here.now)
    assert [remind(here, here.now) for _ in range(2)] == [0, 0]


@pytest.mark.req("E3")
def test_what_was_decided_meanwhile_is_nothing_to_be_reminded_of(here: World) -> None:
    file = changed(here, asked(here), state=ApplicationState.REFUSED)
    assert [at(here, here.now + days * DAY) for days in (5, 4)] == [0, 0]
    assert as_it_is(here, file) == file
    assert list(here.table.due(QUESTIONS, here.now)) == []


@pytest.mark.req("REL20", "F8")
def test_a_question_lets_go_of_the_notice_that_the_draft_once_had(here: World) -> None:
    """What is pinned has no TTL: it would stay for ever, with the person's address."""
    file = submitted(here)
    review = ScheduledReview(
        account=file.account, about=f"APPLICATION#{file.number}", command="-", kind="drafts", review_at=here.now
    )
    notice = enqueued(here, pinned=True)
    told = Notice(since=here.now, sent_at=here.now, email_id=notice, nonce="-")
    change = Change(here.ids.new())
    set_review(change, review.replace(notices=(told,)))
    here.table.commit(change)
    take(here, file.number, STAFF, here.now)
    ask(here, file.number, "Où ?", STAFF, here.now)
    assert here.table.get(outbox_key(notice)) is None
