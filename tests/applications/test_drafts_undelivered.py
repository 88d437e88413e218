"""Notices that do not arrive: nothing ends before staff know of it (SECURITY REL14, REL20)."""

from collections.abc import Callable

import pytest

from chalicelib.applications.actions.drafts import review_drafts
from chalicelib.applications.model import ApplicationState
from chalicelib.retention.actions.undelivered_notices import acknowledge, list_undelivered
from tests.support.applications import as_it_is, autosaved, draft
from tests.support.drafts import A_SECOND, DAY, FIRST, OVER, PLAIN, SECOND, announced, run
from tests.support.faults import RefusingMailbox
from tests.support.memory import MemoryTable
from tests.support.world import Mailbox, World

Worlds = Callable[[str], World]


@pytest.mark.req("REL14", "REL22")
def test_an_email_that_still_waits_postpones_the_end_and_its_days_count_from_when_it_went_out(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    here.mailer.down = True
    here.clock.advance(FIRST - here.now)
    review_drafts(here, here.now)  # and no sweep runs until the end
    for moment in (SECOND, OVER, OVER + DAY):
        here.clock.advance(moment - here.now)
        review_drafts(here, here.now)
    assert as_it_is(here, begun).state is ApplicationState.DRAFT
    here.mailer.down = False
    assert [run(here, OVER + days * DAY) for days in (2, 61, 62)] == [0, 0, 1]


@pytest.mark.req("REL14")
def test_one_that_fails_for_good_is_shown_to_staff_within_days_and_postpones_the_end(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    here.mailer = RefusingMailbox()
    run(here, FIRST)
    run(here, FIRST + 3 * DAY)
    assert [review.account for review in list_undelivered(here)] == [begun.account]
    for moment in (SECOND, OVER, OVER + 30 * DAY):
        run(here, moment)
    assert as_it_is(here, begun).state is ApplicationState.DRAFT


@pytest.mark.req("REL14")
def test_once_staff_know_it_ends(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    here.mailer = RefusingMailbox()
    for moment in (FIRST, SECOND, OVER):
        run(here, moment)
    here.mailer = Mailbox()
    about = f"APPLICATION#{begun.number}"
    assert acknowledge(here, begun.account, about, "staff-1", here.now)
    assert list(list_undelivered(here)) == []
    assert run(here, OVER + A_SECOND) == 1
    assert not acknowledge(here, begun.account, about, "staff-1", here.now)


@pytest.mark.req("REL14", "E3")
def test_who_comes_back_is_no_task_of_the_staff_any_more(world: Worlds) -> None:
    here = world("citizen-account")
    begun = draft(here, PLAIN)
    here.mailer = RefusingMailbox()
    for moment in (FIRST, SECOND, OVER):
        run(here, moment)
    autosaved(here, begun, "plaintiff")
    run(here, OVER + DAY)
    assert list(list_undelivered(here)) == []


@pytest.mark.req("REL20")
def test_the_emails_of_notices_have_no_ttl_until_they_are_of_no_use() -> None:
    here = World("citizen-account", table := MemoryTable())
    announced(here)
    emails = [item for key, item in table.items.items() if key.pk.startswith("OUTBOX#")]
    assert [("ttl" in email, email["state"]) for email in emails] == [(False, "sent"), (False, "sent")]
    run(here, OVER)
    left = [item for key, item in table.items.items() if key.pk.startswith("OUTBOX#")]
    assert [(email["template"], "ttl" in email) for email in left] == [("draft-expired", True)]
