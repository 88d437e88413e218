"""Attempts: how many there are, when they are forgotten, and what locks for good; to the edge."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cloud.table import Condition, Item, Key
from chalicelib.limits.actions import attempts_key, reserve_attempt, was_last
from chalicelib.limits.rules import for_people, is_last, is_shut
from chalicelib.portal.policies import LockoutPolicy
from tests.conftest import portal as portal_of
from tests.support.memory import MemoryTable
from tests.support.world import START, World

POLICY = LockoutPolicy(
    attempts=3,
    duration=timedelta(minutes=4),
    lifetime_attempts=7,
    remembered=timedelta(days=9),
    known_device=timedelta(days=9),
)
KEY = attempts_key("zoe")
Worlds = Callable[[str], World]


def row(attempts: int = 1, lifetime: int = 1, opens_at: str = "2026-03-02T15:04:00Z") -> dict[str, Any]:
    return {"attempts": attempts, "lifetime": lifetime, "opens_at": opens_at}


def reserved(world: World, people: int = 1) -> tuple[int, int] | None:
    """Return how many attempts are counted now, since the last opening and ever; None where none was left."""
    counted = reserve_attempt(world, KEY, world.now, people)
    return (counted["attempts"], counted["lifetime"]) if counted else None


@pytest.mark.req("S2", "SEC05")
def test_each_attempt_is_counted_from_one_and_the_fourth_is_refused(world: Worlds) -> None:
    example = world("example")
    assert [reserved(example) for _ in range(5)] == [(1, 1), (2, 2), (3, 3), None, None]
    other = attempts_key("anne")  # where nothing is said, it is one person who signs in
    assert [reserve_attempt(example, other, example.now) is not None for _ in range(4)] == [True, True, True, False]


@pytest.mark.req("S2", "SEC05")
def test_the_count_begins_anew_when_the_time_is_over_and_not_a_moment_before(world: Worlds) -> None:
    example = world("example")
    for _ in range(3):
        reserved(example)
    example.clock.advance(minutes=3, seconds=59)
    assert reserved(example) is None
    example.clock.advance(seconds=1)
    assert reserved(example) == (1, 4)


@pytest.mark.req("SEC05")
def test_two_people_of_one_name_have_twice_the_attempts(world: Worlds) -> None:
    example = world("example")
    assert [reserved(example, 2) for _ in range(7)] == [*((n, n) for n in range(1, 7)), None]


@pytest.mark.parametrize(("people", "attempts", "ever"), [(0, 3, 7), (1, 3, 7), (2, 6, 14), (5, 15, 35)])
def test_everyone_of_one_name_may_fail_as_often_as_anyone(people: int, attempts: int, ever: int) -> None:
    policy = for_people(POLICY, people)
    assert (policy.attempts, policy.lifetime_attempts, policy.duration) == (attempts, ever, timedelta(minutes=4))


@pytest.mark.parametrize(
    ("found", "shut"),
    [
        (None, False),
        ({"lifetime": 7}, False),
        (row(attempts=2), False),
        (row(attempts=3), True),
        (row(attempts=4), True),
        (row(attempts=3, opens_at="2026-03-02T15:00:01Z"), True),
        (row(attempts=3, opens_at="2026-03-02T15:00:00Z"), False),
        (row(attempts=3, opens_at="2026-03-02T14:59:59Z"), False),
        (row(attempts=1, lifetime=6, opens_at="2026-03-02T14:00:00Z"), False),
        (row(attempts=1, lifetime=7, opens_at="2026-03-02T14:00:00Z"), True),
    ],
)
def test_it_is_shut_while_none_is_left_or_for_good(found: dict[str, Any] | None, *, shut: bool) -> None:
    assert is_shut(found, POLICY, START) is shut


@pytest.mark.parametrize(("attempts", "ever", "last"), [(2, 2, False), (3, 3, True), (1, 6, False), (1, 7, True)])
def test_the_last_one_is_the_third_or_the_seventh_ever(attempts: int, ever: int, *, last: bool) -> None:
    assert is_last(row(attempts, ever), POLICY) is last


def test_for_several_people_the_last_one_comes_later(world: Worlds) -> None:
    example = world("example")
    assert was_last(example, row(attempts=3, lifetime=3))
    assert not was_last(example, row(attempts=3, lifetime=3), people=2)
    assert not was_last(example, row(attempts=2, lifetime=2))


class OvertakenTable(MemoryTable):
    """Another guess takes its attempt just before each second write."""

    def __init__(self) -> None:
        super().__init__()
        self.overtaking: Callable[[], object] | None = None

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        if "attempts" in add and self.overtaking:
            overtaking, self.overtaking = self.overtaking, None
            overtaking()
        return super().update(key, values, add, when)


@pytest.mark.req("SEC06")
def test_who_is_overtaken_on_the_last_attempt_gets_none() -> None:
    table = OvertakenTable()
    example = World(portal_of("example"), table)
    assert [reserved(example), reserved(example)] == [(1, 1), (2, 2)]
    table.overtaking = lambda: reserved(example)
    assert reserved(example) is None
    counted = table.get(KEY)
    assert counted is not None
    assert (counted["attempts"], counted["lifetime"]) == (3, 3)
