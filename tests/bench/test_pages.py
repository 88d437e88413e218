"""What pages cost, read from the dumps of callgrind."""

from pathlib import Path

import pytest

from infra.bench.callgrind import costs
from infra.bench.pages import PageCost, sorted_by_kind
from infra.trouble import Trouble


def _dumped(folder: Path, *totals: int) -> Path:
    for number, total in enumerate(totals, start=1):
        (folder / f"dump.{number}").write_text(f"version: 1\nevents: Ir\nfn=(1)\n0 7\n\ntotals: {total}\n")
    return folder / "dump"


def test_every_other_dump_is_of_a_page(tmp_path: Path) -> None:
    assert list(costs(_dumped(tmp_path, 900_000_000, 2_500_000, 30, 4_000_000, 20))) == [2.5, 4.0]


def test_a_dump_without_a_total_is_told(tmp_path: Path) -> None:
    dumps = _dumped(tmp_path, 1, 2)
    (tmp_path / "dump.2").write_text("version: 1\n")
    with pytest.raises(Trouble, match=r"dump\.2 has no total"):
        list(costs(dumps))


def test_each_kind_of_page_is_told_apart_the_dearest_first() -> None:
    urls = ["/fr/account", "/fr/staff/queue?who=mine", "/en/staff/factors/new", "/en/staff/queue/find"]
    pages = [PageCost("freight", url, cost) for cost, url in enumerate(urls)]
    assert sorted_by_kind(pages) == ([pages[3], pages[0]], [pages[1]], [pages[2]])
