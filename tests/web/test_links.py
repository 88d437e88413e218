"""Links: to pages that exist and places on them, to the same page in the other language, never where a header says."""

from xml.etree.ElementTree import Element

import pytest

from chalicelib.app_factory import create_app
from chalicelib.i18n.languages import OTHER, TAGS
from chalicelib.portal.text import LANGUAGES, Language
from tests.support.html import values
from tests.support.http import Browser
from tests.support.members import browser_of_member
from tests.support.portals import KEYS
from tests.support.routes import PAGES, address, page_at
from tests.support.tour import tour
from tests.support.world import World

EVIL = {"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
each_portal = pytest.mark.parametrize(("key", "language"), [(key, language) for key in KEYS for language in LANGUAGES])


def places(key: str, language: Language, path: str) -> set[str]:
    """Return the ids on a page, for strangers, for members and for those who apply."""
    seen = [each for name, each in tour(key, language).items() if name.partition(",")[0] == path]
    return {found for each in seen for found in values(each.tree, "id")}


def switch(tree: Element) -> Element:
    (found,) = [link for link in tree.iter("a") if link.get("hreflang")]
    return found


@pytest.mark.req("X2")
@each_portal
@pytest.mark.long
def test_every_link_leads_to_a_page_and_to_a_place_on_it(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        for link in (link for link in values(seen.tree, "href") if link.startswith(("#", "/fr", "/en"))):
            path, _, place = link.partition("#")
            path = path.partition("?")[0].rstrip("/")
            page = page_at(path)
            assert not path or page, (name, link)
            here = places(key, language, page.path) if page else set(values(seen.tree, "id"))
            assert not place or place in here, (name, link)


@pytest.mark.req("X1")
@each_portal
@pytest.mark.long
def test_every_page_says_its_language_and_leads_to_the_other(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        link = switch(seen.tree)
        assert seen.tree.get("lang") == TAGS[language], name
        assert link.get("hreflang") == link.get("lang") == TAGS[OTHER[language]], name
        assert link.get("href", "").startswith(f"/{OTHER[language]}"), name


@pytest.mark.req("X1")
@each_portal
@pytest.mark.long
def test_the_language_switch_keeps_the_page(key: str, language: Language) -> None:
    for route in PAGES:
        for name in (route.path, f"{route.path}, signed in", f"{route.path}, empty", f"{route.path}, signed in, empty"):
            seen = tour(key, language).get(name)
            assert seen is None or switch(seen.tree).get("href") == address(route, OTHER[language]), name


@pytest.mark.req("SEC35")
@pytest.mark.parametrize("path", ["/", *(address(route) for route in PAGES)])
def test_no_answer_repeats_where_a_header_says_that_it_is(path: str) -> None:
    world = World("citizen-account")
    app = create_app(world)
    for browser in (Browser(app), browser_of_member(world, app)):
        answer = browser.get(path, **EVIL)
        assert "evil" not in answer.body + repr(answer.headers)


@pytest.mark.req("SEC35")
@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.path)
def test_behind_a_stages_prefix_every_link_has_it(route: object) -> None:
    world = World("citizen-account")
    world.settings = world.settings.replace(origin="https://abc.example.org/api")
    browser = Browser(create_app(world))
    browser.get(address(route))  # type: ignore[arg-type]
    assert browser.page.body.count('="/') == browser.page.body.count('="/api/')
