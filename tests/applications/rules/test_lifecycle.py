"""Which state follows which, and the day that counts."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import ACTIVE, NEXT, STAFF_ACTS, UNDER_REVIEW, filing_day, moved
from chalicelib.portal.loader import load
from tests.support.world import START

CITIZEN = load("citizen-account")
OVER = {ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.EXPIRED}


def in_state(state: ApplicationState) -> Application:
    return Application(
        number="123456789",
        account="a",
        service="odd",
        state=state,
        language="fr",
        created_at=START,
        saved_at=START,
    )


@pytest.mark.req("F5", "REL05")
@pytest.mark.parametrize("before", ApplicationState)
@pytest.mark.parametrize("after", ApplicationState)
def test_a_state_only_follows_where_the_table_says_so(before: ApplicationState, after: ApplicationState) -> None:
    if after in NEXT[before]:
        assert moved(in_state(before), after, "staff-1", START).steps[-1].state is after
        return
    with pytest.raises(ValueError, match="is not followed by"):
        moved(in_state(before), after, "staff-1", START)


def test_nothing_becomes_a_draft_again_and_nothing_follows_the_end() -> None:
    assert [state for state in ApplicationState if ApplicationState.DRAFT in NEXT[state]] == []
    assert {state for state in ApplicationState if not NEXT[state]} == OVER
    assert OVER.isdisjoint(ACTIVE)


def test_who_acts_next_is_one_side_or_the_other() -> None:
    assert STAFF_ACTS < UNDER_REVIEW
    assert {ApplicationState.DRAFT, ApplicationState.WAITING} == ACTIVE - STAFF_ACTS


@pytest.mark.req("F5")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2023, 9, 29, 16, tzinfo=UTC), date(2023, 9, 29)),  # a Friday
        (datetime(2023, 9, 30, 16, tzinfo=UTC), date(2023, 10, 3)),  # a weekend, and the Monday that is closed
        (datetime(2023, 10, 2, 16, tzinfo=UTC), date(2023, 10, 3)),
        (datetime(2023, 10, 3, 3, 59, 59, tzinfo=UTC), date(2023, 10, 3)),  # in Toronto still the closed Monday
        (datetime(2023, 10, 4, 3, 59, 59, tzinfo=UTC), date(2023, 10, 3)),  # in Toronto still Tuesday, late
        (datetime(2023, 10, 4, 4, 0, 0, tzinfo=UTC), date(2023, 10, 4)),
        (datetime(2026, 12, 25, 17, tzinfo=UTC), date(2026, 12, 29)),  # Christmas, a weekend, a closed day
    ],
)
def test_a_filing_is_dated_the_next_day_that_is_open_in_the_portals_time_zone(moment: datetime, day: date) -> None:
    assert filing_day(moment, CITIZEN.policies.calendar, CITIZEN.zone) == day
