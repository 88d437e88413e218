"""What events cost, and whether any row is everyone's, at 1,000 events a second (REQUIREMENTS T3)."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest

from chalicelib.cloud.attributes import pack_item
from chalicelib.cloud.table import Condition, Item, Key
from chalicelib.integrations.actions import authenticate
from chalicelib.integrations.model import Scope
from chalicelib.tracing.actions.take_in import take_in
from chalicelib.tracing.inputs import read_events
from infra.bench.capacity import item_size, read_units, write_units
from tests.support.memory import MemoryTable
from tests.support.shipments import WAY, Json, key
from tests.support.world import World

pytestmark = pytest.mark.req("T3")
RATE = 1000  # events a second
SHIPMENTS = 500
MOST_READ, MOST_WRITTEN = 3000, 1000  # units a second that DynamoDB gives to one partition


class MeteredTable(MemoryTable):
    """Counts the units of capacity, by partition."""

    def __init__(self) -> None:
        super().__init__()
        self.read: Counter[str] = Counter()
        self.written: Counter[str] = Counter()

    def get(self, key: Key) -> Item | None:
        found = super().get(key)
        self.read[key.pk] += read_units([item_size(pack_item(found))] if found else [0])
        return found

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        before = self.items.get(key)
        before = dict(before) if before else None
        after = super().update(key, values, add, when)
        self.written[key.pk] += write_units(before and pack_item(before), pack_item(after))
        return after


class Load(NamedTuple):
    """Units for each event, and those that the busiest partition took in the busiest second."""

    read: float
    written: float
    most_read: int
    most_written: int


def run(messages: Sequence[tuple[str, Sequence[Json]]]) -> Load:
    """Let a carrier send messages at 1,000 events a second, each with its key."""
    world = World("freight", table := MeteredTable())
    secret = key(world)
    totals, busiest, sent = Counter[str](), Counter[str](), 0
    for number, events in messages:
        take_in(
            world, authenticate(world, secret, Scope.EVENTS, world.now), number, read_events(events).reported, world.now
        )
        sent += len(events)
        if sent % RATE < len(events):
            for name, units in (("read", table.read), ("written", table.written)):
                totals[name] += units.total()
                busiest[name] = max(busiest[name], *units.values())
                units.clear()
            world.clock.advance(seconds=1)
    return Load(totals["read"] / sent, totals["written"] / sent, busiest["read"], busiest["written"])


def numbers() -> list[str]:
    return [str(104_700_000 + number) for number in range(SHIPMENTS)]


@cache
def one_by_one() -> Load:
    """Let the ways of all shipments be told at the same time, an event to a request, in no order."""
    messages = [(number, [event]) for event in WAY for number in numbers()]
    random.Random(1).shuffle(messages)  # noqa: S311 -- the same in every run
    return run(messages)


def test_told_one_by_one_an_event_costs_two_read_units_and_one_or_two_write_units() -> None:
    load = one_by_one()
    assert load.read == 2  # the key's row, and the shipment's
    assert 1 <= load.written <= 2


def test_told_by_shipment_an_event_costs_a_fraction_of_that() -> None:
    load = run([(number, WAY) for number in numbers()])
    assert load.read + load.written < 1


@pytest.mark.long
def test_at_a_thousand_events_a_second_no_partition_is_hot() -> None:
    """The key's row is read each time; 1,000 reads are a third of what it could take. Nothing else is everyone's."""
    load = one_by_one()
    assert load.most_read <= RATE < MOST_READ
    assert load.most_written <= MOST_WRITTEN / 50
