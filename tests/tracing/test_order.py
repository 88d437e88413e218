"""A time line is the same however its events came in: in which order, how often, in which parts (REQUIREMENTS T3)."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.inputs import read_events
from chalicelib.tracing.model import ShipmentEvent, ShipmentEventKind
from chalicelib.tracing.rules.intake import Reason
from chalicelib.tracing.rules.timeline import expected_on, in_order, latest
from tests.support.shipments import (
    ANNOUNCED_AT,
    NUMBER,
    WAY,
    Json,
    announcement,
    event,
    integration,
    reported,
    shipment,
    tell,
    tell_events,
)
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
LARGE = [announcement(), *(reported(f"e{number}", "arrived", number % 70) for number in range(1, 495))]
MALFORMED: list[Any] = [{}, {"id": "m1"}, 7, {**reported("m2"), "at": "soon"}, {**reported("m3"), "kind": "teleported"}]
BATCH = [*LARGE, *MALFORMED]  # 500, of which 1 % is malformed


def timeline(world: World) -> tuple[ShipmentEvent, ...]:
    return shipment(world).events


ONCE = World("freight")
tell(ONCE, BATCH)
RIGHT = timeline(ONCE)


def take(world: World, batch: Sequence[Any]) -> list[tuple[Any, Reason]]:
    """Let a batch be taken in as the API does; return what was refused of it, and why."""
    read = read_events(batch)
    taken = take_in(world, integration(world), NUMBER, read.reported, world.now)
    return [(batch[each.position], each.reason) for each in (*read.refused, *taken.refused)]


def test_every_sound_event_of_the_batch_is_in_the_time_line() -> None:
    assert len(RIGHT) == 495
    assert [each.at for each in RIGHT] == sorted(each.at for each in RIGHT)


@settings(max_examples=20)
@given(st.randoms(use_true_random=False), st.integers(0, len(BATCH)))
@pytest.mark.long
def test_five_times_shuffled_and_cut_in_two_the_time_line_is_the_same(chance: random.Random, cut: int) -> None:
    world = World("freight")
    for _ in range(5):
        batch = chance.sample(BATCH, len(BATCH))
        refused = [*take(world, batch[:cut]), *take(world, batch[cut:])]
        assert sorted(map(str, refused)) == sorted(str((each, Reason.MALFORMED)) for each in MALFORMED)
        assert timeline(world) == RIGHT


@given(st.permutations(WAY))
def test_one_by_one_in_any_order_the_shipment_ends_as_delivered(way: Sequence[Json]) -> None:
    world = World("freight")
    for each in way:
        tell(world, [each])
    assert [each.id for each in timeline(world)] == ["e0", "e1", "e2", "e3", "e4", "e5"]
    assert latest(shipment(world)).kind is ShipmentEventKind.DELIVERED


def test_what_is_told_again_is_known_and_writes_nothing() -> None:
    world = World("freight")
    first, again = tell(world, WAY), tell(world, WAY)
    assert (len(first.kept), first.known, len(again.kept), again.known) == (6, 0, 0, 6)
    assert shipment(world).version == 1


def test_what_comes_late_is_placed_by_its_own_time() -> None:
    world = World("freight")
    tell(world, [WAY[0], WAY[4]])
    tell(world, [reported("late", "arrived", 20)])
    assert [each.id for each in timeline(world)] == ["e0", "late", "e4"]
    assert latest(shipment(world)).id == "e4"


@pytest.mark.parametrize("written", ["2026-03-01T12:00:00-05:00", "2026-03-01T17:00:00Z", "2026-03-01T17:00:00.250Z"])
def test_one_moment_is_the_same_in_every_time_zone(written: str) -> None:
    assert event({**reported("e1"), "at": written}).at.isoformat() == "2026-03-01T17:00:00+00:00"


def test_in_the_same_second_what_is_further_on_the_way_counts() -> None:
    here = [
        event(reported(name, kind)) for name, kind in (("a", "out-for-delivery"), ("z", "arrived"), ("b", "departed"))
    ]
    assert [each.id for each in in_order(here)] == ["b", "z", "a"]


def test_what_is_delivered_stays_so_whatever_a_scanner_tells_of_a_minute_later() -> None:
    world = World("freight")
    tell(world, [*WAY, reported("e6", "arrived", 49)])
    assert latest(shipment(world)).kind is ShipmentEventKind.DELIVERED


def test_the_expected_day_is_the_one_that_was_named_last_by_the_events_own_times() -> None:
    world = World("freight")
    tell(world, [WAY[0], reported("late", "delayed", 9, expected_on="2026-03-06")])
    tell(world, [reported("early", "picked-up", 2, expected_on="2026-03-04")])
    found = expected_on(shipment(world))
    assert found
    assert found.isoformat() == "2026-03-06"


def test_a_delivered_shipment_is_expected_no_more() -> None:
    world = World("freight")
    tell(world, WAY)
    assert expected_on(shipment(world)) is None


def test_two_who_tell_at_once_lose_nothing() -> None:
    """The second one's write meets the first one's, so it reads again."""
    world = World("freight")
    tell_events(world, [event(WAY[0])])
    for hours in range(1, 40):
        tell_events(world, [event(reported(f"n{hours}", hours=hours))])
    assert len(timeline(world)) == 40
    assert timeline(world)[-1].at == ANNOUNCED_AT + timedelta(hours=39)
