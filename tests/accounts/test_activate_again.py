"""The link or the code of an account that is active already."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.activities.model import partition
from tests.support.http import Browser
from tests.support.people import ZOE, account_of, sign_up_as
from tests.support.world import BETTER, GOOD, World, code_in, link_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]


@pytest.mark.req("REL02", "A3")
def test_the_same_code_sent_twice_activates_once_and_is_answered_alike(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    twice = [browser.post("/fr/activate", email=ZOE, code=code_in(citizen.mail(ZOE))) for _ in range(2)]
    assert [(answer.status, answer.location) for answer in twice] == [(303, "/fr/sign-in")] * 2
    kinds = [row["kind"] for row in citizen.table.query(partition(account_of(citizen).id), "ACTIVITY#")]
    assert kinds.count("activated") == 1


@pytest.mark.req("REL02", "SEC19")
def test_twice_in_another_browser_leads_twice_to_the_password_until_it_is_chosen(
    world: Worlds, app_for: AppFactory
) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    owner, code = Browser(app_for(citizen)), code_in(citizen.mail(ZOE))
    for _ in range(2):
        assert "choisissez ici votre mot de passe" in owner.submit("/fr/activate", email=ZOE, code=code).body
    assert owner.post("/fr/password/reset", password=BETTER).location == "/fr/sign-in"
    assert "Ouvrir une session" in owner.submit("/fr/activate", email=ZOE, code=code).body


@pytest.mark.req("A3", "X1")
@pytest.mark.parametrize("same_browser", [True, False])
def test_the_link_opened_after_activation_leads_to_the_sign_in_page(
    world: Worlds, app_for: AppFactory, *, same_browser: bool
) -> None:
    citizen = world("citizen-account")
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    link = link_in(citizen.mail(ZOE))
    browser.get(browser.get(link).location)
    double = Browser(app_for(citizen))
    double.cookies, double.page = dict(browser.cookies), browser.page
    assert [each.post("/fr/activate/link").location for each in (browser, double)] == ["/fr/sign-in"] * 2
    citizen.clock.advance(days=2)
    again = browser if same_browser else Browser(app_for(citizen))
    page = again.get(again.get(link).location).body.partition("<main")[2]
    assert ["Votre compte est activé" in page, 'href="/fr/sign-in"' in page] == [True, True]
    assert 'name="code"' not in page
