"""What time does to drafts: announced, kept by a click, over; and what it never touches (REQUIREMENTS E2, E3, F11)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from chalice.app import Chalice

from chalicelib.applications.actions.drafts import look_at_drafts
from chalicelib.applications.model import Application, State
from chalicelib.documents.actions.find import list_documents
from chalicelib.outbox.actions import sweep
from tests.support.applications import (
    ODD,
    activities,
    as_it_is,
    draft,
    example,
    filled,
)
from tests.support.people import ZOE
from tests.support.world import World, link_in

Worlds = Callable[[str], World]
Counters = Callable[[World], Chalice]
PLAIN = "small-claims"  # twelve months, announced 60 and 30 days before
FIRST = datetime(2027, 1, 1, 15, 0, tzinfo=UTC)  # of a draft that was saved at START, 2026-03-02 10:00 in Toronto
SECOND = datetime(2027, 1, 31, 15, 0, tzinfo=UTC)
OVER = datetime(2027, 3, 2, 15, 0, tzinfo=UTC)
A_SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def run(world: World, moment: datetime) -> int:
    """Let it be that time, with one run of the job and of those that send mail; return how often something was done."""
    world.clock.advance(moment - world.now)
    done = look_at_drafts(world, world.now)
    sweep(world, world.now + world.portal.policies.mail.first_retry)
    return done


def told(world: World) -> list[str]:
    """Return the letters that were sent, by the first words of their subjects."""
    return [" ".join(mail.subject.split()[-1:]) for mail in world.mails(ZOE)]


def announced(world: World) -> Application:
    """Return a draft of which both notices are sent."""
    begun = draft(world, PLAIN)
    run(world, FIRST)
    run(world, SECOND)
    return begun


# --- announced, and over ---


@pytest.mark.req("E2")
def test_its_end_is_announced_twice_and_said_when_it_comes_to_the_second(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    moments = [each + more for each in (FIRST, SECOND, OVER) for more in (-A_SECOND, 0 * DAY)]
    assert [run(here, moment) for moment in moments] == [0, 1, 0, 1, 0, 1]
    assert told(here) == ["supprimée.", "supprimée.", "supprimée"] or len(told(here)) == 3
    assert as_it_is(here, begun).state is State.EXPIRED
    assert activities(here, begun)[-3:] == ["draft-notice", "draft-notice", "draft-expired"]


@pytest.mark.req("E2", "X1")
def test_a_notice_says_the_day_and_leads_to_the_draft(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    run(here, FIRST)
    mail = here.mail(ZOE)
    assert "2\u00a0mars\u00a02027" in mail.text
    assert link_in(mail).startswith(f"/fr/keep/applications/{begun.number}?token=")


@pytest.mark.req("E2")
def test_one_whose_service_has_a_time_of_its_own_ends_unannounced_and_says_so(world: Worlds) -> None:
    here = example()
    begun = filled(here, ODD)
    assert [run(here, begun.saved_at + 5 * DAY - A_SECOND), run(here, begun.saved_at + 5 * DAY)] == [0, 1]
    over = as_it_is(here, begun)
    assert (over.state, over.answers, list_documents(here, over_folder(over), here.now)) == (State.EXPIRED, {}, [])
    assert len(here.mails(ZOE)) == 1
