"""How long a stage usually takes."""

from collections import Counter
from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.applications.rules.waiting_times import Usual, class_of, usual

HOURS = st.lists(st.integers(0, 24 * 400), min_size=10, max_size=80)


@pytest.mark.req("F7")
@pytest.mark.parametrize(
    ("took", "days"),
    [
        (timedelta(0), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=3), 3),
        (timedelta(days=3, seconds=1), 5),
        (timedelta(days=89), 89),
        (timedelta(days=90), 144),
    ],
)
def test_a_time_is_counted_with_the_first_class_that_it_did_not_exceed(took: timedelta, days: int) -> None:
    assert class_of(took) == days


@pytest.mark.req("F7")
def test_of_nine_files_nothing_is_said() -> None:
    assert usual([{3: 4}, {5: 5}], 10) is None


@pytest.mark.req("F7")
@pytest.mark.parametrize(
    ("counts", "median", "most"),
    [
        ({1: 10}, 1, 1),
        ({1: 5, 8: 5}, 1, 8),  # the fifth of ten is the median, the ninth the other
        ({1: 4, 8: 5, 55: 1}, 8, 8),
        ({1: 4, 8: 4, 55: 2}, 8, 55),
        ({2: 6, 3: 5}, 2, 3),
    ],
)
def test_of_ten_it_is_said_how_long_half_took_and_how_long_nine(counts: dict[int, int], median: int, most: int) -> None:
    assert usual([counts], 10) == Usual(median, most)


@pytest.mark.req("F7")
def test_the_days_are_counted_together() -> None:
    assert usual([{1: 3}, {1: 2, 8: 1}, {}, {8: 3, 13: 1}], 10) == Usual(1, 8)


@given(HOURS)
def test_what_is_said_is_true_of_that_many_files(hours: list[int]) -> None:
    took = [timedelta(hours=each) for each in hours]
    found = usual([Counter(class_of(each) for each in took)], 10)
    assert found
    for limit, part in ((found.median, 0.5), (found.most, 0.9)):
        assert sum(each <= timedelta(days=limit) for each in took) >= ceil(part * len(took))
