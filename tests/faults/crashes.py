"""One call of one doing goes wrong: refused, done but unheard of, or the end of the worker before or after it."""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from random import Random
from typing import Any, NamedTuple

from chalicelib.cloud.table import Change, Condition, Conflict, Item, Key, Unavailable
from chalicelib.errors import RequestError
from chalicelib.tallies import KEYS, tally_partition
from chalicelib.unit_of_work import UnitOfWork
from infra.project import ROOT
from tests.faults.clouds import FaultyTable, Killed, Weather
from tests.faults.place import Place
from tests.support.memory import copied

RUBBISH = ("LIMIT#", "ATTEMPTS#", "DUMMY#", "MAIL_RATE#", "PROCESSING_TIME#")  # what is only counted
TALLY = tally_partition("")
COUNTED = (
    "version",
    "attempts",
    "seen_at",
    "command",
    "idempotency_token",
    "saved",
    "nonce",
    "hash",
    "epoch",
    "password",
    "told_at",
)
NAMES = re.compile(r"[0-9a-f]{32,}|\d{7,}|\d{4}-\d{6}|version-\d+|etag-\d+|\$argon2\S+")  # that are drawn or counted


class Case(NamedTuple):
    """`prepare` brings the place to the point; `act` is done twice, and fails once. `again` begins the sort keys of
    what the second one adds, where the first was done and nobody learned of it: whoever did it sees both.
    """

    prepare: Callable[[Place], Any]
    act: Callable[[Place, Any], object]
    again: tuple[str, ...] = ()


class Fault(NamedTuple):
    """At which call of the first press, when, and how."""

    call: int
    when: str
    kind: type[BaseException]


class Strike(Weather):
    """Fine weather but for one call."""

    def __init__(self) -> None:
        super().__init__(Random(0))  # noqa: S311 -- nothing is drawn
        self.calls = 0
        self.fault: Fault | None = None

    def before(self) -> None:
        self.calls += 1
        self._perhaps("before")

    def after(self) -> None:
        self._perhaps("after")

    def _perhaps(self, when: str) -> None:
        fault = self.fault
        if fault and (fault.call, fault.when) == (self.calls, when):
            self.fault = None
            raise fault.kind


class WatchedTable(FaultyTable):
    """`writers` are the functions that wrote: `accounts.actions.sign_up.sign_up`."""

    def __init__(self, weather: Weather) -> None:
        super().__init__(Random(0), weather)  # noqa: S311
        self.writers: set[str] = set()

    def commit(self, change: Change) -> None:
        self.writers.add(_writer())
        super().commit(change)

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self.writers.add(_writer())
        return super().update(key, values, add, when)


def _writer() -> str:
    """Return the function of the product that is about to write."""
    frame = sys._getframe(2)
    if frame.f_code is UnitOfWork.commit.__code__ and frame.f_back:
        frame = frame.f_back
    path = frame.f_code.co_filename.removeprefix(f"{ROOT}/").removeprefix("chalicelib/").removesuffix(".py")
    return f"{path.replace('/', '.')}.{frame.f_code.co_qualname.partition('.<locals>')[0]}"


class Ground:
    """A place for one case, which is as it was before each try."""

    def __init__(self, case: Case, table: Callable[[Weather], WatchedTable] = WatchedTable) -> None:
        self._case, self._weather = case, Strike()
        self.table = table(self._weather)
        self._place = Place(Random(0), self._weather, self.table)  # noqa: S311
        self._found = case.prepare(self._place)
        self._rows, self._now = copied(dict(self.table.items)), self._place.world.now
        self._outside = self._place.outside()

    def well(self) -> Counter[str]:
        """Do it while everything goes well; return what is left."""
        self._restore()
        self.table.writers.clear()  # of earlier tries, in which something failed
        self._press()
        assert self.table.writers, "nothing is done"
        return self._left()

    def faults(self) -> Iterator[Fault]:
        """Yield every way in which it can fail, after `well` has counted its calls."""
        for call in range(1, self._weather.calls + 1):
            for when in ("before", "after"):
                for kind in (Unavailable, Killed):
                    yield Fault(call, when, kind)

    def after(self, fault: Fault) -> Counter[str]:
        """Do it with the fault, then do it again, as a person, an event or a schedule would; return what is left."""
        self._restore()
        self._weather.fault = fault
        self._press()
        self._weather.fault = None
        self._press()
        return self._left()

    def _press(self) -> None:
        with suppress(Unavailable, Killed, RequestError, Conflict):
            self._case.act(self._place, self._found)

    def _restore(self) -> None:
        self.table.items.clear()
        self.table.items.update(copied(self._rows))
        self._place.world.clock.advance(self._now - self._place.world.now)
        self._place.put_back(self._outside)
        self._weather.calls = 0

    def _left(self) -> Counter[str]:
        """Return what may not depend on what went wrong: every row, without its names and counts, and every file."""
        kept = {key: item for key, item in self.table.items.items() if not key.pk.startswith(RUBBISH)}
        rows = Counter(_shape(item) for key, item in kept.items() if not key.pk.startswith(TALLY))
        rows += _counted(item for key, item in kept.items() if key.pk.startswith(TALLY))
        files = Counter(f"file {key.partition('/')[0]}" for key in self._place.files.keys())  # noqa: SIM118 -- its own
        return rows + files + Counter(f"paper {_nameless(key)}" for key in self._place.archive.papers)


def _counted(tallies: Iterable[Item]) -> Counter[str]:
    """Return what the parts of the tallies add up to, whichever of its rows an id that is drawn chooses."""
    found: Counter[str] = Counter()
    for item in tallies:
        part = f"{item['pk']} {item['sk'].rpartition('#')[0]}"
        found.update({f"{part} {name}": number for name, number in item.items() if name not in KEYS})
    return found


def _shape(item: Item) -> str:
    known = {name: value for name, value in item.items() if name not in COUNTED}
    return _nameless(f"{item['sk']} {json.dumps(known, sort_keys=True, default=str)}")


def _nameless(text: str) -> str:
    return NAMES.sub("*", text)


def differs(case: Case, left: Counter[str], well: Counter[str]) -> list[str]:
    """Return what is lost, and what is there twice although the case does not allow for it."""
    more, lost = left - well, well - left
    grown = {shape.partition(" ")[0] for shape in more if shape.startswith(case.again)}
    return [
        *(f"more: {shape}" for shape in more if not shape.startswith(case.again)),
        *(f"lost: {shape}" for shape in lost if shape.partition(" ")[0] not in grown),
    ]
