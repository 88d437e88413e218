"""The rows of a release: a file for each world, with its portal, its time, and its rows as JSON, sorted.

`python -m tests.releases.rows` keeps those of today's code, before it is released.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

from chalicelib.cloud.clock import from_iso, to_iso
from chalicelib.cloud.table import Item, key_of
from infra.project import ROOT
from tests.releases.worlds import WORLDS
from tests.support.applications import catalogue
from tests.support.billing import MemoryArchive, MemoryPayments
from tests.support.memory import MemoryTable, copied
from tests.support.world import CountedIds, World

HERE = Path(__file__).parent
NEXT_ID = 10**6  # behind all ids of the kept rows


class Released(World):
    """A world on the rows of a release, with today's code."""

    def __init__(self, file: Path) -> None:
        head, *rows = map(json.loads, file.read_text().splitlines())
        table = MemoryTable()
        super().__init__(head["portal"], table)
        table.items.update({key_of(row): row for row in rows})
        self.rows: list[Item] = copied(rows)
        self.since: datetime = from_iso(head["now"])
        self.clock.advance(self.since - self.now)
        self.ids = CountedIds(NEXT_ID)
        self.catalogue = catalogue(self.portal.key)
        self.payments, self.archive = MemoryPayments(), MemoryArchive()


def version() -> str:
    """Return the version that today's code has, or will have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def files() -> list[Path]:
    """Return the files of all releases."""
    return sorted(HERE.glob("*/*.jsonl"))


def lines(world: World) -> Iterator[str]:
    """Yield the lines of a world's file."""
    yield json.dumps({"portal": world.portal.key, "now": to_iso(world.now)})
    rows = cast("MemoryTable", world.table).items
    yield from (json.dumps(rows[key], sort_keys=True, ensure_ascii=False) for key in sorted(rows))


def keep(folder: Path) -> None:
    """Write the rows of all worlds, made with today's code."""
    folder.mkdir(exist_ok=True)
    for name, make in WORLDS.items():
        (folder / f"{name}.jsonl").write_text("\n".join([*lines(make()), ""]))


if __name__ == "__main__":
    keep(HERE / version())
    sys.stdout.write(f"kept in tests/releases/{version()}\n")
