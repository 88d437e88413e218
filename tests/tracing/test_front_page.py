"""The carrier's front page: tracing at once, services with a lock where one signs in, help beside each heading."""

import pytest

from chalicelib.accounts.actions.administration import admit
from chalicelib.accounts.actions.recover import reset_password
from chalicelib.app_factory import create_app
from tests.support.http import Browser
from tests.support.members import browser_of_member
from tests.support.world import GOOD, World, token_in


@pytest.mark.req("H8")
def test_a_lock_stands_beside_what_needs_a_sign_in() -> None:
    page = Browser(create_app(World("freight"))).get("/en").body
    assert page.count("Sign-in needed") == 4
    assert page.count('href="/en/sign-in">') >= 3


@pytest.mark.req("H8")
def test_the_locks_go_when_one_is_signed_in() -> None:
    world = World("freight")
    page = browser_of_member(world, create_app(world), "en").get("/en").body
    assert "Sign-in needed" not in page
    assert "Your profile and password" in page


@pytest.mark.req("A7", "H8")
def test_only_a_member_of_a_shared_account_is_led_to_those_who_share_it() -> None:
    world = World("freight")
    app = create_app(world)
    code = admit(world, "luc@example.org", "en", world.now).identifiers["access_code"]
    reset_password(world, token_in(world.mail("luc@example.org")), GOOD, world.now)
    shared = Browser(app)
    shared.submit("/en/sign-in", identifier=code, password=GOOD)
    pages = (shared.get("/en").body, browser_of_member(world, app, "en").get("/en").body)
    assert ["People who share your code" in page for page in pages] == [True, False]


@pytest.mark.req("H7")
def test_help_stands_beside_each_heading_and_opens_without_scripts() -> None:
    page = Browser(create_app(World("freight"))).get("/en").body
    assert page.count("<details") == 2
    assert "You need no access code." in page


@pytest.mark.req("H8")
@pytest.mark.parametrize("key", ["social-work", "citizen-account"])
def test_where_nothing_is_traced_the_front_page_says_nothing_of_it(key: str) -> None:
    assert "tracing" not in Browser(create_app(World(key))).get("/en").body
