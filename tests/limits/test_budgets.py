"""Budgets: spent to the edge, filled again at a known second, never open when the table is not there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud.table import Unavailable
from chalicelib.errors import TooMany
from chalicelib.limits.actions import COUNT, is_shared_spent, is_spent, spend, try_spend
from chalicelib.limits.model import EVERYONE, Budget, SharedBudget, current
from chalicelib.portal.spans import Limit
from tests.support.faults import DownTable
from tests.support.world import START, World

LIMIT = Limit(count=3, per=timedelta(minutes=30))
Worlds = Callable[[str], World]


def budget(world: World, who: str = "someone", limit: Limit = LIMIT) -> Budget:
    return current("requests", who, limit, world.now)


def spent(world: World, times: int, who: str = "someone") -> None:
    for _ in range(times):
        spend(world, budget(world, who), world.now)


def test_a_budget_is_spent_to_its_last_and_no_further(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    with pytest.raises(TooMany):
        spent(example, 1)


@pytest.mark.parametrize(("counts", "within"), [((3,), True), ((2, 1), True), ((2, 2), False), ((4,), False)])
def test_what_is_spent_at_once_is_spent_whole_or_not_at_all(
    world: Worlds, counts: tuple[int, ...], *, within: bool
) -> None:
    example = world("example")
    *earlier, last = [try_spend(example, budget(example), count) for count in counts]
    assert (all(earlier), last) == (True, within)
    assert try_spend(example, budget(example)) is (not within and sum(counts[:-1]) < 3)


@pytest.mark.req("SEC08")
@pytest.mark.parametrize(("used", "spent"), [(None, False), (1, True)])
def test_while_what_all_share_is_spent_each_still_has_what_is_scarce(
    world: Worlds, used: int | None, *, spent: bool
) -> None:
    example = world("example")
    scarce = budget(example, limit=Limit(count=1, per=LIMIT.per))
    shared = SharedBudget(budget(example), budget(example, EVERYONE), scarce)
    assert is_shared_spent(shared, {COUNT: used} if used else None, {COUNT: LIMIT.count}) is spent


def test_it_is_told_how_long_a_spent_budget_stays_so(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    example.clock.advance(minutes=29, seconds=59)
    with pytest.raises(TooMany) as refusal:
        spent(example, 1)
    assert refusal.value.retry_after == 1


def test_a_spent_budget_is_full_again_when_its_window_ends(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    example.clock.advance(minutes=30)
    spent(example, 3)
    assert not try_spend(example, budget(example))


def test_the_budget_of_one_is_not_that_of_another_nor_of_another_name(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    spent(example, 3, who="someone else")
    assert try_spend(example, current("mails", "someone", LIMIT, example.now))


@pytest.mark.req("SEC06")
def test_what_is_refused_is_not_counted(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    before = example.table.get(budget(example).key)
    assert not try_spend(example, budget(example))
    assert example.table.get(budget(example).key) == before


def test_a_budget_is_spent_when_nothing_is_left(world: Worlds) -> None:
    example = world("example")
    mine = budget(example)
    found = [is_spent(mine, example.table.get(mine.key))]
    for _ in range(3):
        spent(example, 1)
        found.append(is_spent(mine, example.table.get(mine.key)))
    assert found == [False, False, False, True]


def test_a_budgets_row_is_rubbish_once_its_window_has_ended(world: Worlds) -> None:
    example = world("example")
    spent(example, 1)
    row = example.table.get(budget(example).key)
    assert row
    assert row["ttl"] == int((START + timedelta(minutes=30)).timestamp())


@pytest.mark.req("REL19")
def test_a_row_that_ttl_has_not_collected_yet_counts_for_nothing(world: Worlds) -> None:
    example = world("example")
    spent(example, 3)
    old = budget(example)
    example.clock.advance(days=10)
    assert example.table.get(old.key)
    spent(example, 3)


@pytest.mark.req("SEC09")
@pytest.mark.parametrize("call", [lambda world: spent(world, 1), lambda world: try_spend(world, budget(world))])
def test_a_table_that_does_not_answer_opens_no_limit(call: Callable[[World], None]) -> None:
    with pytest.raises(Unavailable):
        call(World("freight", DownTable()))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- has one
    st.integers(1, 86_400).map(lambda seconds: timedelta(seconds=seconds)),
)
def test_every_instant_lies_in_one_window_and_windows_lie_end_to_end(now: datetime, per: timedelta) -> None:
    window = current("requests", "someone", Limit(count=1, per=per), now)
    assert window.window <= now < window.filled_at == window.window + per
    assert current("requests", "someone", window.limit, window.filled_at).window == window.filled_at


def test_the_table_is_told_who_by_pseudonym_and_when_by_window(world: Worlds) -> None:
    assert budget(world("example"), who="5f3a").key == ("LIMIT#requests#5f3a", "LIMIT#2026-03-02T15:00:00Z")
