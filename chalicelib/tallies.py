"""Tallies: numbers that are counted in the transaction that changes them, so that no page has to read what it counts.

A tally has parts, such as the days of a month, and each part several rows, so that those who count at the same time
seldom wait for each other. A reader adds the rows up: all that there are, however many are written today.
"""

from collections import defaultdict
from collections.abc import Mapping
from zlib import crc32

from chalicelib.cloud.table import Key, RowKind, Update
from chalicelib.services import Services
from chalicelib.unit_of_work import UnitOfWork

KEYS = frozenset({"pk", "sk"})


def tally_partition(name: str) -> str:
    return f"TALLY#{name}"


def count(work: UnitOfWork, name: str, part: str, counts: Mapping[str, int], about: str) -> None:
    """Add the counts to a part of the tally, with the change. `about` is what is counted: it chooses the row."""
    shard = crc32(about.encode()) % work.services.portal.policies.scale.tally_shards
    key = Key(tally_partition(name), f"{part}#{shard}")
    total = dict(counts)
    for other in [write for write in work.writes if isinstance(write, Update) and write.key == key]:
        work.writes.remove(other)  # a transaction takes one write for each row
        total = {each: total.get(each, 0) + other.add.get(each, 0) for each in {**other.add, **total}}
    work.update(key, {}, total)


def read_tally(services: Services, name: str) -> dict[str, dict[str, int]]:
    """Return what was counted, by part and by name."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in services.table.query(tally_partition(name)):
        part = found[item["sk"].rpartition("#")[0]]
        for each, number in item.items():
            if each not in KEYS:
                part[each] += number
    return {part: dict(counts) for part, counts in found.items()}


ROWS = (
    RowKind(
        "TALLY#<name...>",
        "<part...>#<shard>",
        "Part of a tally: what staff's lists and the journal add up, counted with each change.",
        None,
        (count,),
        read_tally,
    ),
)
