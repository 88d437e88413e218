"""What changes something is only taken from our own pages, or from programs without cookies (SECURITY SEC32)."""

from copy import deepcopy
from urllib.parse import urlencode

import pytest

from chalicelib.app_factory import create_app
from chalicelib.cloud.table import Item, Key
from chalicelib.web.router import Route
from tests.support.http import Browser, call
from tests.support.members import browser_of_member
from tests.support.memory import MemoryTable
from tests.support.routes import ACTIONS, PAGES, address, name_of
from tests.support.world import GOOD, World

FORM = {"content-type": "application/x-www-form-urlencoded"}
FIELDS = {"email": "new@example.org", "password": GOOD, "accept_terms": "yes", "language": "en", "code": "1"}
RIGHT = object()  # the token of the page

# what is sent: the token, and headers
FORGERIES: dict[str, tuple[object, dict[str, str]]] = {
    "no token": (None, FORM),
    "an empty token": ("", FORM),
    "a wrong token": ("x" * 43, FORM),
    "another site's origin": (RIGHT, {**FORM, "origin": "https://evil.example"}),
    "an origin that begins like ours": (RIGHT, {**FORM, "origin": "https://counter.example.evil.example"}),
    "our host over plain HTTP": (RIGHT, {**FORM, "origin": "http://counter.example"}),
    "a hidden origin": (RIGHT, {**FORM, "origin": "null"}),
    "another site": (RIGHT, {**FORM, "sec-fetch-site": "cross-site"}),
    "a sister site": (RIGHT, {**FORM, "sec-fetch-site": "same-site"}),
    "text from another site": (RIGHT, {"content-type": "text/plain", "origin": "https://evil.example"}),
    "JSON with cookies and no token": (None, {"content-type": "application/json", "accept": "application/json"}),
}


class Site:
    """A counter with one member, signed in."""

    def __init__(self) -> None:
        self.table = MemoryTable()
        self.world = World("citizen-account", self.table)
        self.app = create_app(self.world)
        self.browser = browser_of_member(self.world, self.app)

    def send(self, route: Route, token: object, headers: dict[str, str]) -> int:
        """Send what the route might take, and return the status."""
        self.browser.get("/fr/account/password")
        fields = FIELDS | (
            {"csrf_token": self.browser.csrf_token if token is RIGHT else str(token)} if token is not None else {}
        )
        body = "{}" if "json" in headers["content-type"] else urlencode(fields)
        return self.browser.send(address(route), body, **headers).status


@pytest.fixture(scope="session")
def site() -> Site:
    return Site()


@pytest.mark.req("SEC32")
@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_what_another_site_may_have_sent_is_refused_and_changes_nothing(site: Site, route: Route, forgery: str) -> None:
    before = deepcopy(site.table.items)
    assert site.send(route, *FORGERIES[forgery]) == 403
    assert site.table.items == before


@pytest.mark.req("SEC32")
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_text_that_says_nothing_of_its_origin_is_refused_for_what_it_is(site: Site, route: Route) -> None:
    before = deepcopy(site.table.items)
    assert site.send(route, RIGHT, {"content-type": "text/plain"}) == 415
    assert site.table.items == before


@pytest.mark.req("SEC32")
@pytest.mark.parametrize("headers", [{}, {"origin": "https://counter.example", "sec-fetch-site": "same-origin"}])
def test_our_own_pages_are_not_refused(headers: dict[str, str]) -> None:
    site = Site()
    profile = next(route for route in ACTIONS if route.path == "/{lang}/account")
    site.browser.get("/fr/account")
    token = site.browser.csrf_token
    answer = site.browser.send(address(profile), urlencode({"csrf_token": token, "language": "en"}), **FORM, **headers)
    assert (answer.status, answer.location) == (303, "/fr/account")


@pytest.mark.req("SEC32")
def test_a_token_of_one_browser_is_of_no_use_in_another(site: Site) -> None:
    one, other = Browser(site.app), Browser(site.app)
    one.get("/fr/identifier/forgotten")
    other.get("/fr/identifier/forgotten")
    body = urlencode({"csrf_token": one.csrf_token, "email": "ana@example.org"})
    assert [browser.send("/fr/identifier/forgotten", body).status for browser in (one, other)] == [303, 403]


@pytest.mark.req("SEC32")
def test_a_token_from_before_the_sign_in_is_of_no_use_after_it() -> None:
    site = Site()
    stranger = Browser(site.app)
    stranger.get("/fr/sign-in")
    before = stranger.csrf_token
    stranger.cookies["__Host-session"] = site.browser.cookies["__Host-session"]
    answer = stranger.send("/fr/account", urlencode({"csrf_token": before, "language": "en"}), **FORM)
    assert answer.status == 403


@pytest.mark.req("SEC32")
def test_a_program_without_cookies_needs_no_token_but_no_other_site_may_send_for_it(site: Site) -> None:
    headers = {"accept": "application/json", "content-type": "application/json"}
    body = '{"email": "zoe@example.org"}'
    statuses = [
        call(site.app, "POST", "/en/identifier/forgotten", body, {**headers, **more}).status
        for more in ({}, {"origin": "https://evil.example"})
    ]
    assert statuses == [202, 403]


@pytest.mark.req("SEC32", "X1")
def test_who_is_refused_sees_the_form_again_with_what_was_typed_and_can_send_it(site: Site) -> None:
    browser = Browser(site.app)
    refused = browser.send("/fr/identifier/forgotten", urlencode({"email": "ana@example.org"}), **FORM)
    assert (refused.status, "ana@example.org" in refused.body) == (403, True)
    assert browser.post("/fr/identifier/forgotten", email="ana@example.org").status == 303


@pytest.mark.req("SEC19", "SEC32")
@pytest.mark.parametrize("query", ["", "?token=x", "?language=en&csrf_token=x", "?notice=session-ended"])
@pytest.mark.parametrize("route", PAGES, ids=name_of)
def test_opening_a_page_changes_nothing(site: Site, route: Route, query: str) -> None:
    before = _kept(site)
    for browser in (site.browser, Browser(site.app)):
        assert browser.get(address(route) + query).status in (200, 303, 404, 422)
    assert _kept(site) == before


def _kept(site: Site) -> dict[Key, Item]:
    """Return what is in the table, but for budgets: that someone guessed is counted."""
    return {key: deepcopy(item) for key, item in site.table.items.items() if not key.pk.startswith("LIMIT#")}
