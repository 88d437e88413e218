"""One local cloud for all tests here: the packed app of every portal and of `example`, over HTTP and in a browser."""

from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_playwright import CreateContextCallback

from chalicelib.portal import loader
from infra.build import Package
from infra.deploy.target import LocalTarget
from infra.local.client import Client
from infra.local.cloud import Cloud, local_cloud
from infra.local.front import Front
from tests.deployed.functions import Clock, Functions
from tests.support.packed import CARRIER, EXAMPLE, package_for_tests
from tests.support.patience import until

ON_SCHEDULE = "financial-licensing"  # the portal whose schedules fire
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ADDRESSES = map(str, IPv4Network("127.64.0.0/10").hosts())  # one for each client, so that none spends another's budget

Api = Callable[..., Client]
Mails = Callable[..., list[dict[str, str]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what waits for a schedule be the last, when its minute is over."""
    items.sort(key=lambda item: "on_schedule" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def package() -> Package:
    """The package, with the portals that only tests have."""
    return package_for_tests()


@pytest.fixture(scope="session")
def cloud(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The local cloud, empty, with all portals on it."""
    folders = dict.fromkeys(package.templates, loader.PORTALS)
    folders |= {place.name: place.parent for place in (EXAMPLE, CARRIER)}
    portals = {key: loader.load(key, folder) for key, folder in folders.items()}
    with local_cloud(tmp_path_factory.mktemp("cloud"), Front(0, portals), package, remembers=False) as running:
        _hold_schedules(running.target)
        yield running


def _hold_schedules(target: LocalTarget) -> None:
    """Let jobs run when a test says so, but for one portal's: what the others' streams miss, no sweep makes good.

    Besides, after a minute two functions of every portal would start at once.
    """
    events = target.client("events")
    rules = [rule for page in events.get_paginator("list_rules").paginate() for rule in page["Rules"]]
    for rule in (rule for rule in rules if "ScheduleExpression" in rule):
        if not rule["Name"].startswith(f"{target.stage(ON_SCHEDULE).prefix}-"):
            events.disable_rule(Name=rule["Name"])


@pytest.fixture(scope="session")
def origin(cloud: Cloud) -> Callable[[str], str]:
    """`origin("freight")` is the portal's address, for browsers."""
    return cloud.front.origin


@pytest.fixture
def api(cloud: Cloud) -> Api:
    """`api("freight")` is a program at an address of its own; `keeps_cookies=True` makes a browser without scripts."""

    def client(portal: str, address: str | None = None, *, keeps_cookies: bool = False) -> Client:
        return Client(cloud.front.port, portal, address or next(ADDRESSES), keeps_cookies=keeps_cookies)

    return client


@pytest.fixture
def mails(api: Api) -> Mails:
    """`mails("freight", "a@example.org", count=2)` waits for as many and returns them all, the newest first."""

    def wait(portal: str, to: str, count: int = 1) -> list[dict[str, str]]:
        client = api(portal)

        def enough() -> list[dict[str, str]]:
            found: list[dict[str, str]] = client.get(f"/dev/mail?to={to}").json()
            return found if len(found) >= count else []

        return until(enough, f"{count} mails to {to}")

    return wait


@pytest.fixture(scope="session")
def functions(cloud: Cloud) -> Callable[[str], Functions]:
    """`functions("freight").run("sweep")` runs a job; see Functions for what else there is."""
    return cache(lambda portal: Functions(cloud.target, portal))


@pytest.fixture(scope="session")
def on_schedule(functions: Callable[[str], Functions]) -> Functions:
    """The functions of the one portal whose schedules fire; no test runs a job of it."""
    return functions(ON_SCHEDULE)


@pytest.fixture(scope="session")
def clock(functions: Callable[[str], Functions], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Clock]:
    """`clock("example").advance(minutes=30)` lets time pass for one portal, and never back.

    The other portals stay in real time: their tests compare with it.
    """
    folder = tmp_path_factory.mktemp("clocks")
    return cache(lambda portal: Clock(functions(portal), folder / portal))


# --- browser ---


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name the portal themselves. (The plugin's own fixture is of a kind that pytest is about to drop.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which talks to nobody but us."""
    assert Path(CHROMIUM).exists(), "chromium is missing: make browser"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-CA", "timezone_id": "America/Toronto"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose scripts must not fail."""
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
    yield page
    assert faults == []


@pytest.fixture
def page_without_scripts(new_context: CreateContextCallback) -> Page:
    """A page of a browser that runs no JavaScript; `page` is one that does."""
    return new_context(java_script_enabled=False).new_page()
