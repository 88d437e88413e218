"""What a warm page costs, counted in calls of functions: these repeat exactly, where times do not.

A thousand calls are about two million instructions, which `make bench` counts on every page.
"""

import gc
import re
import sys
from types import FrameType
from typing import Any

import pytest

from chalicelib.portal.loader import keys
from chalicelib.portal.text import LANGUAGES, Language
from tests.support.tour import walk
from tests.support.warm_pages import Ask, see_lists, watched

TABLE = re.compile(r"/tests/|collections")  # the one in memory copies what it holds
PAGE = 4_500
STAFF_LIST = 5_500
DRAWN = 13_000  # a QR code is computed: four fifths of its page
BUDGETS = {
    r"/staff/queue": STAFF_LIST,
    r"/staff/factors/new|/staff/invitation/factor": DRAWN,
}


def budget(path: str) -> int:
    return next((calls for pattern, calls in BUDGETS.items() if re.fullmatch(pattern, path)), PAGE)


def calls_of(ask: Ask) -> int:
    """Return how many functions are called, of Python and of C; the table's do not count."""
    count = 0

    def watch(frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"} and not TABLE.search(frame.f_code.co_filename)

    gc.disable()  # or what ends in a collection, of tests before this one, would count too
    sys.setprofile(watch)
    try:
        ask()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def warm_calls(url: str, ask: Ask) -> int:
    """Return the calls of a page; where they are over its budget, those of the next visit: something was not warm."""
    calls = calls_of(ask)
    return calls_of(ask) if over_budget({url: calls}) else calls


def over_budget(found: dict[str, int]) -> dict[str, int]:
    return {url: calls for url, calls in found.items() if calls > budget(url.partition("?")[0][3:])}


@pytest.mark.parametrize("key", keys())
def test_every_page_of_a_portal_keeps_its_budget(key: str) -> None:
    found: dict[str, int] = {}
    with watched(lambda url, ask: found.update({url: max(found.get(url, 0), warm_calls(url, ask))})):
        walk(key, "fr")
    assert over_budget(found) == {}
    assert len(found) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_list_of_staffs_keeps_its_budget(language: Language) -> None:
    found: dict[str, int] = {}
    with watched(lambda url, ask: found.update({url: warm_calls(url, ask)})):
        see_lists(language)
    assert over_budget(found) == {}
    assert found.keys() == {f"/{language}/staff/queue"} | {url for url in found if "sign-in" in url}


def test_a_page_above_its_budget_is_told() -> None:
    urls = {"/fr/account": 4_501, "/en/staff/queue?who=mine": 5_501, "/fr/sign-in": 4_500}
    assert over_budget(urls) == {"/fr/account": 4_501, "/en/staff/queue?who=mine": 5_501}
