"""The place on a simulated DynamoDB: reads that see half of a change, indexes that lag, a stream that stutters."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from botocore.exceptions import ReadTimeoutError

from chalicelib.cloud.attributes import unpack_item
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.shards import unsharded
from chalicelib.cloud.table import Item, Key
from scheduled import deliver, paid
from tests.faults.clouds import Killed, Weather
from tests.faults.place import Event, Place
from tests.support.cloudformation import resources
from tests.support.dynamo import NAME, SHARDS
from tests.support.simulated_dynamodb.client import SimulatedDynamoDB
from tests.support.simulated_dynamodb.errors import refusal
from tests.support.simulated_dynamodb.rows import Place as Address
from tests.support.simulated_dynamodb.stream import Function, Subscription, patterns
from tests.support.simulated_dynamodb.troubles import Calm, Fate
from tests.support.simulated_dynamodb.values import Attributes

WRITES = ("UpdateItem", "TransactWriteItems")
REFUSALS = 7  # calls in a row that a busy partition refuses at most: more than are tried
LAG = 90  # seconds that an index is behind at most, where the clock moves by seconds
MEETS = 0.5  # in a hundred: between two rows of a read something else happens


class Storm(Calm):
    """What goes amiss by chance, as bad as the weather. `happen` is what else goes on: see FaultyTable."""

    def __init__(self, chance: Random, weather: Weather) -> None:
        self.happen: Callable[[], None] = lambda: None
        self.surely = False
        self._chance, self._weather = chance, weather
        self._busy: Counter[str] = Counter()  # how many calls each partition still refuses

    def begins(self, operation: str) -> None:
        if operation in WRITES:
            self._meet(self._weather.chances.meets)
        if self._weather.hits(self._weather.chances.killed):
            raise Killed
        if self._weather.hits(self._weather.chances.refused):
            raise refusal("ThrottlingException", operation)

    def ends(self, operation: str) -> None:
        del operation
        if self._weather.hits(self._weather.chances.lost):
            raise ReadTimeoutError(endpoint_url="-")
        if self._weather.hits(self._weather.chances.killed):
            raise Killed

    def is_throttled(self, partition: str) -> bool:
        if self._weather.is_calm:
            return False
        if self._busy[partition] == 0 and self._chance.random() < self._weather.chances.refused / 100:
            self._busy[partition] = self._chance.randint(1, REFUSALS)
        is_busy = self._busy[partition] > 0
        self._busy[partition] -= is_busy
        self._weather.faults += is_busy
        return is_busy

    def refused(self) -> None:
        self._weather.faults += 1

    def leaves_out(self, count: int) -> int:
        return self._chance.randint(0, count) if self._weather.hits(self._weather.chances.lost) else 0

    def fate(self) -> Fate:
        if not self._weather.hits(self._weather.chances.lost * 3):
            return "answered"
        return self._chance.choice(("lost", "late"))

    def rows_applied(self) -> int:
        return self._chance.choice((0, 0, 1))

    def lag(self) -> timedelta:
        return timedelta(seconds=0 if self._weather.is_calm else self._chance.randint(0, LAG))

    def shuffled(self, places: Sequence[Address]) -> list[Address]:
        return self._chance.sample(places, len(places))

    def meanwhile(self) -> None:
        if not self._weather.is_calm:
            self._meet(MEETS)

    def _meet(self, hundredths: float) -> None:
        if (self.surely and hundredths > MEETS) or self._weather.hits(hundredths):
            happen, self.happen, self.surely = self.happen, lambda: None, False
            happen()


class Items(Mapping[Key, Item]):
    """All rows as they are, as the actions see them."""

    def __init__(self, rows: Mapping[Address, Attributes]) -> None:
        self._rows = rows
        self._read: dict[Address, tuple[Attributes, Item]] = {}

    def __getitem__(self, key: Key) -> Item:
        packed = self._rows[key]
        read = self._read.get(key)
        if read is None or read[0] is not packed:
            read = self._read[key] = (packed, _item(packed))
        return read[1]

    def __iter__(self) -> Iterator[Key]:
        return (Key(*place) for place in list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)


class SimulatedTable(DynamoTable):
    """The product's own table, on a client that plays DynamoDB in a storm."""

    def __init__(self, chance: Random, weather: Weather, now: Callable[[], datetime]) -> None:
        self.storm = Storm(chance, weather)
        self.dynamodb = SimulatedDynamoDB(now, self.storm)
        self.items: Mapping[Key, Item] = Items(self.dynamodb.rows.items)
        self.new: list[Key] = []  # of which nothing is told but by the stream
        self._history: list[tuple[Key, Item | None]] = []
        self._told = 0  # writes that are in the history
        super().__init__(self.dynamodb, NAME, pause=lambda _: None, shards=SHARDS)

    @property
    def history(self) -> list[tuple[Key, Item | None]]:
        """All that anybody wrote; what TTL removes is nobody's act."""
        writes = self.dynamodb.rows.writes
        for write in writes[self._told :]:
            if not write.by_ttl:
                self._history.append((Key(*write.place), _item(write.after) if write.after else None))
        self._told = len(writes)
        return self._history

    def meet(self, happen: Callable[[], None], *, surely: bool = False) -> None:
        self.storm.happen, self.storm.surely = happen, surely

    def meet_nothing(self) -> None:
        self.storm.surely = False

    def remove_expired(self, until: datetime) -> None:
        self.dynamodb.remove_expired(until)


class SimulatedPlace(Place):
    """A place whose functions read the table's stream as Lambda lets them."""

    def __init__(self, chance: Random) -> None:
        weather = Weather(chance)
        table = SimulatedTable(chance, weather, lambda: self.world.now)
        super().__init__(chance, weather, table)
        self._rows = table.dynamodb.rows
        self._streams = {name: self._subscription(name) for name in ("Deliver", "Paid")}

    def _subscription(self, function: str) -> Subscription:
        events = resources(Path("infra/package.yaml"))[function]["Events"]
        [pattern] = patterns(events[f"{function}DynamodbEventSource"]["Properties"])
        return Subscription(self._rows, pattern, self.chance)

    def collect(self) -> None:
        """Let each function read on where it stands."""
        delivers: Event = lambda now: self._read("Deliver", self._deliver(now))  # noqa: E731
        notifies: Event = lambda now: self._read("Paid", lambda event: paid.run(event, self.world, now))  # noqa: E731
        self.events += [delivers, notifies]

    def _read(self, name: str, function: Function) -> None:
        self._streams[name].poll(function)

    def _deliver(self, now: datetime) -> Function:
        return lambda event: deliver.run(event, self.world, self.closely(now))


def _item(packed: Mapping[str, Any]) -> Item:
    return unsharded(unpack_item(packed))
