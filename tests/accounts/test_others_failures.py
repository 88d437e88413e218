"""What others fail keeps nobody out of a browser of their own, and tells nothing."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.visitor import KnownDevice
from chalicelib.errors import TooMany
from tests.support.http import Browser
from tests.support.people import VISITOR, ZOE, activated, try_to_sign_in
from tests.support.world import BETTER, GOOD, World, link_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"


def fail(world: World, times: int, identifier: str = ZOE, **more: object) -> None:
    for _ in range(times):
        with pytest.raises((SignInRefused, TooMany)):
            try_to_sign_in(world, identifier, "not-the-password", **more)  # type: ignore[arg-type]


@pytest.mark.req("SEC07")
def test_a_browser_that_is_known_is_let_in_whatever_others_have_failed(world: Worlds) -> None:
    example = world("example")  # twenty from one network address, fifty in all
    known = VISITOR._replace(device=KnownDevice("d" * 32, (activated(example, password=PASSWORD).id,)))
    for number in range(70):
        near = VISITOR if number % 2 else VISITOR._replace(address=f"198.51.100.{number}")
        fail(example, 1, f"nobody-{number}@example.org", visitor=near)
    assert try_to_sign_in(example, password=PASSWORD, visitor=known).account.email == ZOE
    with pytest.raises(TooMany):
        try_to_sign_in(example, "nobody@example.org", PASSWORD, visitor=known)


@pytest.mark.req("SEC02", "SEC05")
def test_what_is_tried_while_locked_is_a_failure_of_the_network_address_too(world: Worlds) -> None:
    example = world("example")  # twenty there, three lock
    activated(example, password=PASSWORD)
    fail(example, 20, "nobody@example.org")
    with pytest.raises(TooMany):
        try_to_sign_in(example, password=PASSWORD)


@pytest.mark.req("SEC07", "S4")
def test_who_chose_a_new_password_gets_in_there_while_strangers_go_on_guessing(
    world: Worlds, app_for: AppFactory
) -> None:
    licensing = world("financial-licensing")
    activated(licensing)
    fail(licensing, 6)
    owner = Browser(app_for(licensing), "192.0.2.77")  # a new device
    owner.submit("/en/password/forgotten", identifier=ZOE)
    owner.get(owner.get(link_in(licensing.mail(ZOE))).location)
    owner.post("/en/password/reset", password=BETTER)
    fail(licensing, 6)
    assert owner.submit("/en/sign-in", identifier=ZOE, password=BETTER).status == 200
    assert "__Host-session" in owner.cookies
