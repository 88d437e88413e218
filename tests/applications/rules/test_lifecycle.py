"""Which state follows which, and the day that counts."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.rules.lifecycle import ACTIVE, STAFF_ACTS, UNDER_REVIEW, filing_day, moved, relation
from chalicelib.portal.loader import load
from tests.support.world import START

CITIZEN = load("citizen-account")
STATES = ("draft", "submitted", "in-review", "waiting", "on-hold", "approved", "refused", "withdrawn", "expired")
# A row: from this state, to each of STATES. It is what is meant, written by hand: never take it from the code.
MATRIX = """
draft      . x . . . . . x x
submitted  . . x . . . . x .
in-review  . . . x x x x x .
waiting    . . x . . . x x .
on-hold    . . x . . . . x .
approved   . . . . . . . . .
refused    . . . . . . . . .
withdrawn  . . . . . . . . .
expired    . . . . . . . . .
"""
FOLLOWS = {
    (ApplicationState(before), ApplicationState(after)): mark == "x"
    for before, *marks in map(str.split, MATRIX.strip().splitlines())
    for after, mark in zip(STATES, marks, strict=True)
}


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


def test_the_matrix_has_every_state_twice() -> None:
    assert tuple(ApplicationState) == STATES
    assert FOLLOWS.keys() == {(before, after) for before in ApplicationState for after in ApplicationState}


@pytest.mark.req("F5", "REL05")
@pytest.mark.parametrize(("before", "after"), FOLLOWS)
def test_a_state_only_follows_where_the_matrix_says_so(before: ApplicationState, after: ApplicationState) -> None:
    if FOLLOWS[before, after]:
        file = moved(in_state(before), after, "staff-1", START, "Because.")
        step = file.steps[-1]
        assert (file.state, step.state, step.at, step.by, step.reason) == (after, after, START, "staff-1", "Because.")
        return
    with pytest.raises(ValueError, match="is not followed by"):
        moved(in_state(before), after, "staff-1", START)


def test_who_acts_next_is_one_side_or_the_other() -> None:
    assert {"draft", "submitted", "in-review", "waiting", "on-hold"} == ACTIVE
    assert {"submitted", "in-review", "waiting", "on-hold"} == UNDER_REVIEW
    assert {"submitted", "in-review", "on-hold"} == STAFF_ACTS


@pytest.mark.parametrize("state", ["draft", "submitted", "in-review", "waiting", "on-hold"])
def test_a_file_that_goes_on_is_one_s_own_or_another_s_or_nobody_s(state: str) -> None:
    file = in_state(ApplicationState(state))
    assert relation(file, "anne") == "unassigned"
    assert relation(file.replace(assignee="anne"), "anne") == "assigned"
    assert relation(file.replace(assignee="zoe"), "anne") == "another's"


@pytest.mark.parametrize("state", ["approved", "refused", "withdrawn", "expired"])
@pytest.mark.parametrize("assignee", [None, "anne", "zoe"])
def test_a_file_that_is_over_is_over_for_everyone(state: str, assignee: str | None) -> None:
    assert relation(in_state(ApplicationState(state)).replace(assignee=assignee), "anne") == "over"


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
