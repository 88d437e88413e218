"""What staff's lists read grows with what a page shows, not with what exists: counted in rows, at two sizes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.applications.actions.queue import QueueFilter, QueuePosition, waiting
from chalicelib.applications.model import ApplicationState
from chalicelib.billing.actions.journal import days
from chalicelib.cloud.clock import to_iso
from chalicelib.cloud.table import Item, Key
from tests.support.memory import MemoryTable
from tests.support.world import START, World

FEW, MANY, PAGE = 400, 100_000, 20
SERVICES = ("permit", "licence", "renewal", "rare")  # one file in a hundred is of the last
STAFF = 50  # members, who have half of the files
S = ApplicationState


class CountingTable(MemoryTable):
    """Counts the rows that are taken of each kind of read."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Counter[str] = Counter()

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        self.rows["get"] += len(keys)
        return super().get_many(keys)

    def query(self, pk: str, begins_with: str = "", **how: Any) -> Iterator[Item]:
        for item in super().query(pk, begins_with, **how):
            self.rows["query"] += 1
            yield item

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        self.rows["queue"] += len(names) * (page or MANY)  # what DynamoDB fetches at most before the first is taken
        yield from super().queue(*names, since=since, page=page)


def _fill(table: MemoryTable, count: int) -> None:
    """Put files that wait, half of them in the caseloads of staff, as `put_application` writes them."""
    waiting: Counter[tuple[str, str, str]] = Counter()
    for number in range(count):
        service, at = SERVICES[3 if number % 100 == 0 else number % 3], START + timedelta(seconds=number)
        staff = f"staff-{number % STAFF}" if number % 2 else None
        state, hand = (S.IN_REVIEW, "taken") if staff else (S.SUBMITTED, "free")
        queue = f"applications#{service}#{state}#{hand}"
        own = {"number": f"{number:09}", "account": f"account-{number}", "service": service, "state": state}
        times = dict.fromkeys(("created_at", "saved_at", "submitted_at", "queue_at"), to_iso(at))
        item = {"pk": f"ACCOUNT#account-{number}", "sk": f"APPLICATION#{number:09}", "language": "fr", "queue": queue}
        whose = {"assignee": staff, "caseload": staff} if staff else {}
        table.items[Key(item["pk"], item["sk"])] = {**item, **own, **times, **whose}
        if staff:
            caseload = Key(f"CASELOAD#{staff}", f"{to_iso(at)}#{number:09}")
            table.items[caseload] = {**caseload._asdict(), "account": f"account-{number}"}
        waiting[service, state, hand] += 1
    for (service, where, hand), number in waiting.items():
        key = Key("TALLY#applications", f"{service}#{len(where) % 4}")
        row = table.items.get(key, dict(key._asdict()))
        table.items[key] = row | {f"{where}#{hand}": number}


@pytest.fixture(scope="session")
def worlds() -> tuple[World, World]:
    """A portal with few files that wait, and one with very many."""
    made = World("citizen-account", CountingTable()), World("citizen-account", CountingTable())
    for world, count in zip(made, (FEW, MANY), strict=True):
        assert isinstance(world.table, CountingTable)
        _fill(world.table, count)
    return made


def _read(world: World, wanted: QueueFilter, after: QueuePosition | None) -> tuple[int, int, Counter[str]]:
    """Return how many files wait, how many are shown, and what was read."""
    assert isinstance(world.table, CountingTable)
    world.table.rows.clear()
    found = waiting(world, wanted, after, PAGE)
    assert all(wanted.fits(file) for file in found.files)
    return found.total, len(found.files), Counter(world.table.rows)


FILTERS = {
    "all": QueueFilter(),
    "nobody’s": QueueFilter(free=True),
    "mine": QueueFilter(caseload="staff-7"),
    "a state": QueueFilter(state=S.IN_REVIEW),
    "a rare service": QueueFilter(service="rare"),
    "none": QueueFilter(state=S.ON_HOLD),
}


@pytest.mark.req("W1")
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("after", [None, QueuePosition(START + timedelta(seconds=100), "000000100")])
def test_a_page_of_the_queue_reads_as_much_of_a_hundred_thousand_files_as_of_four_hundred(
    worlds: tuple[World, World], name: str, after: QueuePosition | None
) -> None:
    few, many = (_read(world, FILTERS[name], after) for world in worlds)
    assert (few[0], many[0]) == (FEW, MANY)
    assert many[2]["get"] <= 2 * (PAGE + 1)  # where the page before ended in the same second, once more
    assert many[2]["query"] <= 8 + 4 * PAGE + 2  # the tally, and a caseload's rows
    assert many[2]["queue"] <= 7 * (PAGE + 1)  # one of each queue that is not empty
    assert many[2]["queue"] == few[2]["queue"]


@pytest.mark.req("W4")
def test_a_months_page_reads_its_days_and_none_of_a_million_movements() -> None:
    table = CountingTable()
    world = World("citizen-account", table)
    for day in range(1, 32):
        for shard in range(4):
            key = Key("TALLY#journal#2026-03", f"2026-03-{day:02}#{shard}")
            table.items[key] = {**key._asdict(), "came": 100, "by_card": 100, "h12": 8_065}
    found = days(world, date(2026, 3, 1))
    assert (len(found), sum(day.movements for day in found)) == (31, 1_000_060)
    assert table.rows == {"query": 31 * 4}
