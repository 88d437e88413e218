"""What each warm page costs in instructions: every page of every portal, in both languages."""

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

from chalicelib.portal.loader import keys
from chalicelib.portal.text import LANGUAGES, Language
from infra.bench.callgrind import counted

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
    urls = scratch / "urls.json"
    costs = counted("tests.support.warm_pages", portal, language, str(urls), dumps=scratch / "dump")
    return [PageCost(portal, url, cost) for url, cost in zip(json.loads(urls.read_text()), costs, strict=True)]
