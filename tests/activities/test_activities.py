"""Activities: written with what they tell, once, and read back by time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.activities.model import Activity, parse_activity, partition, write_activity
from chalicelib.cloud.table import Compare, Conflict, Key
from chalicelib.unit_of_work import UnitOfWork
from tests.support.world import START, World

Worlds = Callable[[str], World]
ACCOUNT = "a" * 32


def wrote(world: World, kind: str, command: str, by: str | None = None) -> None:
    work = UnitOfWork(world, world.now, by)
    work.idempotency_token = command
    write_activity(work, ACCOUNT, kind)
    work.commit()


def read(world: World) -> list[Activity]:
    return [parse_activity(item) for item in world.table.query(partition(ACCOUNT), "ACTIVITY#")]


def test_an_activity_is_read_as_it_was_written(world: Worlds) -> None:
    example = world("example")
    wrote(example, "signed-in", "1")
    assert read(example) == [Activity(kind="signed-in", at=START, by=ACCOUNT)]


def test_an_activity_says_who_did_it_where_it_was_not_the_owner(world: Worlds) -> None:
    example = world("example")
    wrote(example, "suspended", "1", by="staff-1")
    assert read(example)[0].by == "staff-1"


def test_activities_lie_in_the_order_in_which_they_happened(world: Worlds) -> None:
    example = world("example")
    for command, kind in (("9", "signed-up"), ("1", "activated"), ("5", "signed-in")):
        wrote(example, kind, command)
        example.clock.advance(timedelta(seconds=1))
    assert [activity.kind for activity in read(example)] == ["signed-up", "activated", "signed-in"]


def test_two_things_in_one_second_are_two_activities(world: Worlds) -> None:
    example = world("example")
    wrote(example, "signed-in", "1")
    wrote(example, "signed-in", "2")
    assert len(read(example)) == 2


@pytest.mark.req("REL01", "REL02")
def test_the_same_action_told_twice_is_one_activity(world: Worlds) -> None:
    example = world("example")
    wrote(example, "signed-in", "1")
    wrote(example, "signed-in", "1")
    assert len(read(example)) == 1


@pytest.mark.req("REL25")
def test_what_did_not_happen_leaves_no_activity(world: Worlds) -> None:
    example = world("example")
    work = UnitOfWork(example, example.now)
    write_activity(work, ACCOUNT, "signed-in")
    work.require(Key(partition(ACCOUNT), "ACCOUNT"), Compare("version", "=", 1))
    with pytest.raises(Conflict):
        work.commit()
    assert read(example) == []
