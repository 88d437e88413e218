"""Gets every page of a portal's tour once more, when it is warm: for what a page costs.

usage: python -m tests.support.warm_pages KEY LANGUAGE TARGET. Each page is got between two calls of `os.getloadavg`, by
which callgrind tells one page from the next (infra/bench/pages.py); the addresses are written to TARGET.
"""

import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.app_factory import create_app
from chalicelib.applications.backoffice.schemas import FILES_SHOWN
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from tests.support import http
from tests.support.applications import ODD, example, submitted
from tests.support.http import Answer
from tests.support.staff import staff_browser
from tests.support.tour import walk

Ask = Callable[[], Answer]


@contextmanager
def watched(watch: Callable[[str, Ask], None]) -> Iterator[None]:
    """Tell the watcher of each page that a browser gets."""
    http.PAGE_WATCHERS.append(watch)
    try:
        yield
    finally:
        http.PAGE_WATCHERS.remove(watch)


def see_lists(language: Language) -> None:
    """Get staff's queue with as many files as it shows."""
    world = example()
    for each in range(FILES_SHOWN):
        submitted(world, ODD, f"p{each}@example.org")
    staff_browser(world, create_app(world), StaffRole.REVIEWER, language=language).get(f"/{language}/staff/queue")


def main(key: str, language: Language, target: str) -> None:
    urls: list[str] = []

    def mark(url: str, ask: Ask) -> None:
        ask()
        os.getloadavg()
        ask()
        os.getloadavg()
        urls.append(url)

    gc.disable()
    logging.disable(logging.CRITICAL)
    with watched(mark):
        walk(key, language)
        see_lists(language)
    Path(target).write_text(json.dumps(urls))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])  # type: ignore[arg-type]  # a language: the bench says so
