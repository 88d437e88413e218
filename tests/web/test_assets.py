"""Styles, scripts and marks: served from names that change with their content, and nothing else is served."""

import re

import pytest

from chalicelib.app_factory import create_app
from chalicelib.errors import NotFound
from chalicelib.portal.loader import PORTALS
from chalicelib.web.assets import STATIC, read_asset
from tests.support.http import Answer, Browser, call
from tests.support.portals import KEYS, folder
from tests.support.world import World

WORLD = World("freight")
APP = create_app(WORLD)
KINDS = {
    "main.css": "text/css; charset=utf-8",
    "theme.css": "text/css; charset=utf-8",
    "main.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


def linked(world: World = WORLD) -> dict[str, str]:
    """Return the addresses of the assets that a page names, by the name that each has in the project."""
    page = Browser(create_app(world)).get("/fr")
    addresses = re.findall(r'"(/[^"]*assets/[^"]+)"', page.body)
    return {re.sub(r"\.[0-9a-f]{16}\.", ".", address.rpartition("/")[2]): address for address in addresses}


def get(name: str) -> Answer:
    return call(APP, "GET", f"/assets/{name}")


@pytest.mark.parametrize("name", KINDS)
def test_what_a_page_names_is_served_with_its_type_and_may_be_kept_for_ever(name: str) -> None:
    answer = call(APP, "GET", linked()[name])
    assert (answer.status, answer.headers["Content-Type"]) == (200, KINDS[name])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.req("SEC34")
def test_a_page_names_no_other_assets() -> None:
    assert linked().keys() == KINDS.keys()


def test_what_is_served_is_what_was_built() -> None:
    assert call(APP, "GET", linked()["main.css"]).body == (STATIC / "main.css").read_text()


@pytest.mark.parametrize("key", KEYS)
def test_a_portals_theme_and_mark_are_its_own(key: str) -> None:
    world = World(key)
    app, names = create_app(world), linked(world)
    for name in ("theme.css", "mark.svg"):
        assert call(app, "GET", names[name]).body == (folder(key) / name).read_text()


def test_assets_are_behind_the_stages_prefix() -> None:
    world = World("freight")
    world.settings = world.settings.replace(origin="https://abc.example.org/api")
    assert {address.partition("/assets/")[0] for address in linked(world).values()} == {"/api"}


@pytest.mark.parametrize(
    "name",
    [
        "main.css",  # no hash
        "main.0123456789abcdef.css",  # another's hash
        "main.css.css",
        "main..css",
        ".main.css",
        "main.0123456789abcdef.py",
        "nothing.0123456789abcdef.css",
        "theme.0123456789abcdef.css",
        f"{'x' * 300}.0123456789abcdef.css",  # longer than any file's name
        "x",
        "%00.0123456789abcdef.css",
    ],
)
def test_a_name_that_no_page_has_is_not_found(name: str) -> None:
    answer = get(name)
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.req("SEC63")
@pytest.mark.parametrize(
    "name",
    ["..%2Fweb%2Fdesk.py", "..%2F..%2Fportal%2Fportals%2Ffreight%2Ftheme.css", "%2e%2e.x.css", "..\\x.css", "~.x.js"],
)
def test_nothing_else_of_the_package_is_served(name: str) -> None:
    assert get(name).status == 404


@pytest.mark.req("SEC63")
def test_a_file_elsewhere_is_not_served_even_to_who_knows_its_digest() -> None:
    file = PORTALS / "freight" / "theme.css"
    digest = linked()["theme.css"].split(".")[-2]
    with pytest.raises(NotFound):
        read_asset(WORLD.portal, f"{file.with_suffix('')}.{digest}.css")
