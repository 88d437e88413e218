"""What each warm page costs in instructions: every page of every portal, in both languages."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

from chalicelib.portal.loader import keys
from chalicelib.portal.text import LANGUAGES, Language
from infra.project import ROOT
from infra.trouble import Trouble

MILLION = 1_000_000
# The tour marks the beginning and the end of each page by this function of the C library, which nothing else calls.
VALGRIND = ("valgrind", "--tool=callgrind", "--dump-before=getloadavg", "--dump-line=no")
STAFF_LIST = re.compile(r"/staff/queue")
DRAWN = re.compile(r"/staff/factors/new|/staff/invitation/factor")  # with a QR code, whose encoder is not ours


class PageCost(NamedTuple):
    """A page of a portal, and the millions of instructions from its event to its answer."""

    portal: str
    url: str
    cost: float

    @property
    def path(self) -> str:
        """The address without its language and query."""
        return self.url.partition("?")[0][3:]


class WarmPages(NamedTuple):
    """Pages by their kind, the dearest first; each kind has a budget of its own."""

    plain: list[PageCost]
    staff_lists: list[PageCost]
    drawn: list[PageCost]


def measure(folder: Path) -> WarmPages:
    """Walk through each portal in each language, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        walks = pool.map(lambda walk: _walk(folder, *walk), product(keys(), LANGUAGES))
        return sorted_by_kind(page for pages in walks for page in pages)


def sorted_by_kind(pages: Iterable[PageCost]) -> WarmPages:
    found = WarmPages([], [], [])
    for page in sorted(pages, key=lambda page: page.cost, reverse=True):
        is_list, is_drawn = STAFF_LIST.fullmatch(page.path), DRAWN.fullmatch(page.path)
        (found.staff_lists if is_list else found.drawn if is_drawn else found.plain).append(page)
    return found


def _walk(folder: Path, portal: str, language: Language) -> list[PageCost]:
    scratch = folder / f"pages-{portal}-{language}"
    scratch.mkdir()
    urls, dumps = scratch / "urls.json", scratch / "dump"
    program = [sys.executable, "-B", "-m", "tests.support.warm_pages", portal, language, str(urls)]
    command = [*VALGRIND, f"--callgrind-out-file={dumps}", *program]
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    costs = page_costs(dumps)
    return [PageCost(portal, url, cost) for url, cost in zip(json.loads(urls.read_text()), costs, strict=True)]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0"}


def page_costs(dumps: Path) -> Iterator[float]:
    """Yield the cost of each page: the first dump is of what comes before; then every other is a page's."""
    number = 2
    while (dump := Path(f"{dumps}.{number}")).exists():
        total = re.search(r"(?m)^(?:totals|summary): (\d+)", dump.read_text())
        if total is None:
            raise Trouble(f"{dump} has no total")
        yield int(total[1]) / MILLION
        number += 2
