"""What a person keeps up to date."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from tests.support.http import Browser, Program
from tests.support.people import ZOE, account_of, activated, try_to_sign_in
from tests.support.world import BETTER, GOOD, START, World

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
FREIGHT_LIKE = "example"  # a new password every forty days, and not the last two
PASSWORD = GOOD + "12"


@pytest.mark.req("S6", "SEC30")
def test_a_new_password_ends_the_other_sessions_and_the_owner_is_told(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    app = app_for(citizen)
    mine, other = (Program(app, session=try_to_sign_in(citizen).token) for _ in range(2))
    assert mine.post("/fr/account/password", current=GOOD, password=BETTER).status == 200
    assert [client.get("/fr/account").status for client in (mine, other)] == [200, 401]
    assert citizen.mail(ZOE).subject == "Votre mot de passe a été modifié\u00a0: Mon Littoral"
    assert try_to_sign_in(citizen, password=BETTER).account.email == ZOE


@pytest.mark.req("S6")
def test_the_password_as_it_is_must_be_given(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    answer = program.post("/en/account/password", current="wrong", password=BETTER)
    assert answer.json["errors"] == {"current": "This is not your password as it is now."}
    assert try_to_sign_in(citizen, password=GOOD).account.email == ZOE


@pytest.mark.req("S2", "SEC05")
def test_who_has_a_session_cannot_guess_the_password_any_longer_than_others(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    for _ in range(5):
        program.post("/en/account/password", current="wrong", password=BETTER)
    assert program.post("/en/account/password", current=GOOD, password=BETTER).status == 401


@pytest.mark.req("S6")
def test_the_password_that_was_cannot_be_the_new_one(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    answer = program.post("/en/account/password", current=GOOD, password=GOOD)
    assert answer.json["errors"] == {"password": "You have used this password before. Choose another one."}


@pytest.mark.req("S6")
def test_as_many_earlier_passwords_are_remembered_as_the_policy_says(world: Worlds, app_for: AppFactory) -> None:
    example = world("example")  # two
    activated(example, password=PASSWORD)
    program = Program(app_for(example), session=try_to_sign_in(example, password=PASSWORD).token)
    second, third = BETTER + "12", "willow-Raft-55-drizzle"
    statuses = [
        program.post("/en/account/password", current=current, password=new).status
        for current, new in [(PASSWORD, second), (second, PASSWORD), (second, third), (third, PASSWORD)]
    ]
    assert statuses == [200, 422, 200, 200]


@pytest.mark.req("S6", "SEC13")
def test_an_expired_password_must_be_changed_before_anything_else_opens(world: Worlds, app_for: AppFactory) -> None:
    example = world(FREIGHT_LIKE)
    activated(example, password=PASSWORD)
    example.clock.advance(days=40)
    browser = Browser(app_for(example))
    browser.get("/en/sign-in")
    assert browser.post("/en/sign-in", identifier=ZOE, password=PASSWORD).location == "/en/account/password"
    for page in ("account", "account/sessions"):
        assert browser.get(f"/en/{page}").location == "/en/account/password"
    assert "Your password has expired." in browser.get("/en/account/password").body
    browser.post("/en/account/password", current=PASSWORD, password=BETTER + "12")
    assert browser.get("/en/account").status == 200


@pytest.mark.req("S6", "SEC13")
def test_a_program_is_told_so_too(world: Worlds, app_for: AppFactory) -> None:
    example = world(FREIGHT_LIKE)
    activated(example, password=PASSWORD)
    example.clock.advance(days=40)
    program = Program(app_for(example))
    assert program.post("/en/sign-in", identifier=ZOE, password=PASSWORD).json["must_change_password"] is True
    assert program.get("/en/account").json["type"] == "urn:guichet:problem:password-change-needed"


@pytest.mark.req("SEC13")
def test_where_the_policy_has_no_age_a_password_ten_years_old_works(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    citizen.clock.advance(days=3653)
    program = Program(app_for(citizen))
    assert program.post("/en/sign-in", identifier=ZOE, password=GOOD).json["must_change_password"] is False
    assert program.get("/en/account").status == 200


@pytest.mark.req("D5", "X1")
def test_mails_are_in_the_language_of_the_profile(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    assert program.post("/fr/account", language="en").status == 200
    program.post("/fr/account/password", current=GOOD, password=BETTER)
    assert citizen.mail(ZOE).subject == "Your password was changed: My Littoral"


@pytest.mark.req("D5")
@pytest.mark.parametrize("language", ["de", "", None, 1])
def test_another_language_is_refused_and_nothing_changes(world: Worlds, app_for: AppFactory, language: object) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    assert program.post("/fr/account", language=language).status == 422
    assert account_of(citizen).language == "fr"


@pytest.mark.req("S11", "X3")
def test_the_account_page_tells_what_happened_last(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    citizen.clock.advance(minutes=5)
    program = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    recent = program.get("/en/account").json["recent"]
    at = START.replace(minute=5).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert recent[0] == {"kind": "signed-in", "at": at, "by": None}
    assert {event["kind"] for event in recent} == {"signed-up", "activated", "signed-in"}


@pytest.mark.req("D5", "X2")
def test_a_browser_sees_the_profile_saved(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-in", identifier=ZOE, password=GOOD)
    page = browser.submit("/fr/account", language="en")
    assert "Votre profil est enregistré." in page.body
    assert "Votre profil est enregistré." not in browser.get("/fr/account").body
