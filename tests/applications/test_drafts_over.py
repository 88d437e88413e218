"""What time does to drafts: announced twice, then over; and what it never touches (REQUIREMENTS E2, E3, F11)."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest

from chalicelib.applications.actions.drafts import review_drafts
from chalicelib.applications.actions.find import documents_of
from chalicelib.applications.model import ApplicationState
from chalicelib.cloud.table import Key
from chalicelib.retention.actions.find import list_reviews
from tests.support.applications import ODD, activities, as_it_is, changed, draft, example, filled
from tests.support.drafts import A_SECOND, DAY, FIRST, OVER, PLAIN, SECOND, announced, run, told
from tests.support.faults import InterruptedTable
from tests.support.people import ZOE
from tests.support.world import World, link_in

Worlds = Callable[[str], World]


# --- announced, and over ---


@pytest.mark.req("E2")
def test_its_end_is_announced_twice_and_said_when_it_comes_to_the_second(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    moments = [each + more for each in (FIRST, SECOND, OVER) for more in (-A_SECOND, 0 * DAY)]
    assert [run(here, moment) for moment in moments] == [0, 1, 0, 1, 0, 1]
    assert told(here) == ["draft-notice", "draft-notice", "draft-expired"]
    assert as_it_is(here, begun).state is ApplicationState.EXPIRED


@pytest.mark.req("W6", "E2")
def test_each_step_stands_in_the_trail_of_the_person(world: Worlds) -> None:
    here = world("citizen-account")
    begun = announced(here)
    run(here, OVER)
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
def test_one_whose_service_has_a_time_of_its_own_ends_unannounced_with_its_answers_and_documents() -> None:
    here = example()
    begun = filled(here, ODD)
    assert [run(here, begun.saved_at + 5 * DAY - A_SECOND), run(here, begun.saved_at + 5 * DAY)] == [0, 1]
    over = as_it_is(here, begun)
    assert (over.state, over.answers, documents_of(here, over, here.now)) == (ApplicationState.EXPIRED, {}, [])
    assert told(here) == ["draft-expired"]


@pytest.mark.req("E2", "REL20")
def test_nothing_is_left_to_be_looked_at_afterwards(world: Worlds) -> None:
    here = world("citizen-account")
    begun = announced(here)
    run(here, OVER)
    assert list(list_reviews(here, begun.account)) == []
    assert run(here, OVER + 400 * DAY) == 0


@pytest.mark.req("F11")
@pytest.mark.parametrize("state", [state for state in ApplicationState if state is not ApplicationState.DRAFT])
def test_what_is_no_draft_is_never_touched(world: Worlds, state: ApplicationState) -> None:
    here = world("citizen-account")
    begun = changed(here, draft(here, PLAIN), state=state)
    assert [run(here, moment) for moment in (FIRST, SECOND, OVER, OVER + 3650 * DAY)] == [0, 0, 0, 0]
    assert as_it_is(here, begun) == begun
    assert here.mails(ZOE) == []


# --- late, twice, at once ---


@pytest.mark.req("REL22", "E3")
def test_after_a_month_of_missed_runs_no_notice_is_skipped_and_none_comes_sooner(world: Worlds) -> None:
    here = world("citizen-account")
    draft(here, PLAIN)
    late = OVER + 30 * DAY
    assert [run(here, late + days * DAY) for days in (0, 0, 3, 29, 30, 33, 59, 60, 61)] == [1, 0, 0, 0, 1, 0, 0, 1, 0]
    assert told(here) == ["draft-notice", "draft-notice", "draft-expired"]


@pytest.mark.req("REL01", "REL21", "E3")
def test_a_hundred_runs_a_day_are_one(world: Worlds) -> None:
    here = world("citizen-account")
    announced(here)
    assert sum(run(here, OVER) for _ in range(100)) == 1
    assert told(here) == ["draft-notice", "draft-notice", "draft-expired"]


@pytest.mark.req("REL21")
@pytest.mark.parametrize("moment", [FIRST, OVER])
def test_of_two_runs_at_once_one_does_it(moment: datetime) -> None:
    table = InterruptedTable()
    here = World("citizen-account", table)
    _ = announced(here) if moment is OVER else draft(here, PLAIN)
    before = len(told(here))
    here.clock.advance(moment - here.now)
    table.interruption = lambda: review_drafts(here, here.now)
    review_drafts(here, here.now)
    assert len(told(here)) == before + 1


@pytest.mark.req("REL25")
def test_a_job_whose_time_is_up_stops_between_two_drafts_and_goes_on_next_time(logged: StringIO) -> None:
    here = World("citizen-account")
    for _ in range(3):
        draft(here, PLAIN)
    here.clock.advance(FIRST - here.now)
    left = [30_000, 10_000, 9_999]
    assert review_drafts(here, here.now, lambda: left.pop(0)) == 2
    assert "due work incomplete" in logged.getvalue()
    assert review_drafts(here, here.now) == 1


@pytest.mark.req("REL27")
def test_a_row_that_cant_be_read_is_logged_and_holds_up_no_other(logged: StringIO) -> None:
    here = World("citizen-account")
    broken, sound = draft(here, PLAIN), draft(here, PLAIN)
    key = Key(f"ACCOUNT#{broken.account}", f"APPLICATION#{broken.number}")
    here.table.update(key, {"service": "dropped-long-ago"}, {}, None)
    assert run(here, FIRST) == 1
    assert "due work failed" in logged.getvalue()
    assert len(here.mails(ZOE)) == 1
    assert as_it_is(here, sound).state is ApplicationState.DRAFT
