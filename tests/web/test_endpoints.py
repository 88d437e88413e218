"""Addresses without a language: the root chooses one, health says that the code runs."""

import pytest

from chalicelib.app_factory import create_app
from chalicelib.i18n.languages import preferred
from tests.support.faults import DownTable
from tests.support.http import call
from tests.support.portals import KEYS
from tests.support.world import World

APP = create_app(World("freight"))


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("EN-ca", "en"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-CA,en;q=0.9,fr;q=0.8", "en"),
        ("fr;q=0.5, en", "en"),
        ("fr; q=0.5, en; q=0.9", "en"),  # spaces are allowed there
        ("fr;q=0, en;q=0.1", "en"),
        ("en;q=0", "fr"),
        ("de, en;q=0.3", "en"),
        ("de, es", "fr"),
        ("*", "fr"),
        ("en;q=much", "fr"),
        ("en;q=nan, fr;q=0.1", "fr"),
        (";;,,;q=,", "fr"),
    ],
)
def test_the_root_sends_people_to_the_language_that_they_prefer_and_to_french_otherwise(
    header: str, language: str
) -> None:
    assert preferred(header) == language
    answer = call(APP, "GET", "/", headers={"accept-language": header})
    assert (answer.status, answer.location, answer.headers["Vary"]) == (303, f"/{language}/", "Accept-Language")


def test_the_root_stays_behind_the_stages_prefix() -> None:
    world = World("freight")
    world.settings = world.settings.replace(origin="https://abc.example.org/api")
    assert call(create_app(world), "GET", "/").location == "/api/fr/"


@pytest.mark.parametrize("key", KEYS)
def test_health_says_which_portal_runs_and_asks_no_table(key: str) -> None:
    answer = call(create_app(World(key, DownTable())), "GET", "/health")
    assert (answer.status, answer.json) == (200, {"status": "ok", "portal": key})


@pytest.mark.req("SEC58")
@pytest.mark.parametrize("path", ["/", "/health", "/fr", "/fr/sign-in", "/fr/account"])
def test_trace_is_no_method_of_ours(path: str) -> None:
    answer = call(APP, "TRACE", path, headers={"x-note": "canary"})
    assert answer.status in (403, 404, 405)
    assert "canary" not in answer.body
