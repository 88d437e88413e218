"""Keys of other systems: issued, scoped, rotated, revoked, and kept as hashes only (SECURITY SEC16)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pydantic import ValidationError

from chalicelib.cloud.table import Conflict
from chalicelib.integrations.actions import add, authenticate, let_in, revoke, rotate
from chalicelib.integrations.errors import KeyRefused, ScopeMissing
from chalicelib.integrations.model import Scope
from tests.support.memory import MemoryTable
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
Worlds = Callable[[str], World]
WEEK = timedelta(days=7)


def opens(world: World, key: str, scope: Scope = Scope.EVENTS) -> bool:
    try:
        return authenticate(world, key, scope, world.now).name == "tms"
    except KeyRefused:
        return False


def test_a_key_opens_and_says_whose_it_is(world: Worlds) -> None:
    freight = world("freight")
    assert opens(freight, add(freight, "tms", [Scope.EVENTS], freight.now))


def test_only_a_hash_of_it_is_kept() -> None:
    table = MemoryTable()
    world = World("freight", table)
    key = add(world, "tms", [Scope.EVENTS], world.now)
    assert key.partition(".")[2] not in str(table.items)


def test_a_key_is_good_for_its_scopes_only(world: Worlds) -> None:
    freight = world("freight")
    key = add(freight, "tms", [Scope.EVENTS], freight.now)
    with pytest.raises(ScopeMissing):
        opens(freight, key, Scope.ANNOUNCE)


def test_after_a_rotation_both_keys_work_until_the_overlap_is_over(world: Worlds) -> None:
    freight = world("freight")
    old = add(freight, "tms", [Scope.EVENTS], freight.now)
    new = rotate(freight, "tms", WEEK, freight.now)
    assert new
    freight.clock.advance(WEEK - timedelta(seconds=1))
    assert (opens(freight, old), opens(freight, new)) == (True, True)
    freight.clock.advance(seconds=1)
    assert (opens(freight, old), opens(freight, new)) == (False, True)


def test_a_second_rotation_gives_the_first_key_no_more_time(world: Worlds) -> None:
    freight = world("freight")
    old = add(freight, "tms", [Scope.EVENTS], freight.now)
    rotate(freight, "tms", WEEK, freight.now)
    freight.clock.advance(days=6)
    rotate(freight, "tms", WEEK, freight.now)
    freight.clock.advance(days=1)
    assert not opens(freight, old)


def test_a_leaked_key_ends_at_once(world: Worlds) -> None:
    freight = world("freight")
    old = add(freight, "tms", [Scope.EVENTS], freight.now)
    rotate(freight, "tms", timedelta(0), freight.now)
    assert not opens(freight, old)


def test_who_is_revoked_is_let_in_no_more_by_key_or_file(world: Worlds) -> None:
    freight = world("freight")
    key = add(freight, "tms", [Scope.EVENTS], freight.now)
    assert let_in(freight, "tms", Scope.EVENTS, freight.now)
    assert revoke(freight, "tms")
    assert not opens(freight, key)
    assert let_in(freight, "tms", Scope.EVENTS, freight.now) is None


def test_a_name_stands_for_one_integration(world: Worlds) -> None:
    freight = world("freight")
    add(freight, "tms", [Scope.EVENTS], freight.now)
    with pytest.raises(Conflict):
        add(freight, "tms", list(Scope), freight.now)


@pytest.mark.parametrize("name", ["", "T", "a.b", "a/b", "a" * 33])
def test_a_name_is_one_that_a_key_and_a_folder_can_begin_with(name: str) -> None:
    world = World("freight")
    with pytest.raises(ValidationError):
        add(world, name, [Scope.EVENTS], world.now)


def test_who_was_never_let_in_can_be_neither_rotated_nor_revoked(world: Worlds) -> None:
    freight = world("freight")
    assert (rotate(freight, "tms", WEEK, freight.now), revoke(freight, "tms")) == (None, False)
