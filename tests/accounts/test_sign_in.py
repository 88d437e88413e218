"""Signing in and out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.model import AccountState
from chalicelib.cloud.passwords import Argon2Passwords
from tests.support.http import Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, account_of, activated, changed, signed_in, try_to_sign_in
from tests.support.world import GOOD, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"
LOCKS = [("financial-licensing", 5, timedelta(minutes=45)), ("example", 3, timedelta(minutes=4))]


@pytest.mark.req("SEC14")
def test_a_hash_of_weaker_settings_is_made_anew_at_sign_in(world: Worlds) -> None:
    citizen = world("citizen-account")
    before = activated(citizen).password
    citizen.passwords = Argon2Passwords(memory_kib=16, passes=2)
    try_to_sign_in(citizen)
    assert "m=8,t=1" in before
    assert "m=16,t=2" in account_of(citizen).password
    assert try_to_sign_in(citizen).account.email == ZOE


@pytest.mark.req("SEC26")
def test_what_the_client_had_before_it_signed_in_never_opens_anything(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    planted = account_of(citizen).id + "planted-by-an-attacker-planted-by-an-attack"
    browser.cookies["__Host-session"] = planted
    browser.submit("/fr/sign-in", identifier=ZOE, password=GOOD)
    assert browser.cookies["__Host-session"] != planted
    assert Program(app_for(citizen), session=planted).get("/fr/account").status == 401


@pytest.mark.req("S1", "SEC29")
def test_remember_me_remembers_the_identifier_and_never_the_session(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.get("/en/sign-in")
    answer = browser.post("/en/sign-in", identifier=ZOE, password=GOOD, remember="yes")
    session = next(cookie for cookie in answer.cookies if cookie.startswith("__Host-session"))
    assert ["Max-Age" in session, "Expires" in session] == [False, False]
    del browser.cookies["__Host-session"]
    assert ZOE in browser.get("/en/sign-in").body
    assert browser.get("/en/account").location == "/en/sign-in"


@pytest.mark.req("S1")
def test_where_it_is_not_offered_nothing_is_remembered(world: Worlds, app_for: AppFactory) -> None:
    college = world("social-work")
    activated(college)
    browser = Browser(app_for(college))
    browser.submit("/en/sign-in", identifier=ZOE, password=GOOD, remember="yes")
    assert "__Host-remember" not in browser.cookies


@pytest.mark.req("S1", "SEC30")
def test_after_sign_out_a_stolen_token_is_dead(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    app = app_for(citizen)
    browser = Browser(app)
    browser.submit("/fr/sign-in", identifier=ZOE, password=GOOD)
    stolen = browser.cookies["__Host-session"]
    browser.get("/fr/account")
    assert browser.post("/fr/sign-out").location == "/fr/"
    assert Program(app, session=stolen).get("/fr/account").status == 401


@pytest.mark.req("S1")
def test_who_was_sent_to_sign_in_comes_back_to_the_page_that_was_wanted(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    assert browser.get("/en/account/sessions").location == "/en/sign-in"
    browser.get("/en/sign-in")
    assert browser.post("/en/sign-in", identifier=ZOE, password=GOOD).location == "/en/account/sessions"


@pytest.mark.req("SEC30")
@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.CLOSED])
def test_a_session_ends_when_its_account_is_no_longer_active(
    world: Worlds, app_for: AppFactory, state: AccountState
) -> None:
    citizen = world("citizen-account")
    account = activated(citizen)
    token = try_to_sign_in(citizen).token
    changed(citizen, account_of(citizen), state=state)
    assert Program(app_for(citizen), session=token).get("/fr/account").status == 401
    assert account.state is AccountState.ACTIVE


@pytest.mark.req("A8")
def test_an_applicant_is_not_let_in_as_a_registrant(world: Worlds) -> None:
    college = world("psychotherapy")
    activated(college)
    with pytest.raises(SignInRefused):
        try_to_sign_in(college, ZOE, audience="registrant")


@pytest.mark.req("A8")
def test_the_sign_in_page_offers_both_portals_where_there_are_two(world: Worlds, app_for: AppFactory) -> None:
    page = Browser(app_for(world("psychotherapy"))).get("/fr/sign-in").body
    assert ["Portail des candidats" in page, "Portail des inscrits" in page] == [True, True]


def test_a_sign_in_asks_the_table_four_times_and_a_page_once_or_twice() -> None:
    table = MemoryTable()
    citizen = World("citizen-account", table)
    activated(citizen)
    table.calls.clear()
    person = signed_in(citizen)
    assert table.calls == ["get_many", "get", "update", "commit", "get_many"]
    assert person.account.email == ZOE
