"""Getting back in by mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.recover import (
    is_reset_link_valid,
    remind_identifier,
    reset_password,
    send_reset_link,
)
from chalicelib.accounts.errors import LinkRefused
from chalicelib.accounts.inputs import ForgottenIdentifier, ForgottenPassword
from chalicelib.accounts.model import AccountState
from chalicelib.errors import Invalid
from tests.support.http import Browser, Program
from tests.support.people import VISITOR, ZOE, account_of, activated, changed, sign_up_as, try_to_sign_in
from tests.support.world import BETTER, GOOD, World, link_in, token_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"


def ask(world: World, identifier: str = ZOE, **more: str) -> None:
    send_reset_link(world, ForgottenPassword(identifier=identifier, **more), VISITOR, world.now)


def token(world: World) -> str:
    return token_in(world.mail(ZOE))


@pytest.mark.req("S4", "SEC24")
@pytest.mark.parametrize(("portal", "minutes"), [("citizen-account", 30), ("example", 5)])
def test_the_link_works_until_the_last_second(world: Worlds, portal: str, minutes: int) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    ask(app_for)
    link = token(app_for)
    app_for.clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    reset_password(app_for, link, BETTER + "12", app_for.now)
    assert try_to_sign_in(app_for, password=BETTER + "12").account.email == ZOE


@pytest.mark.req("S4", "SEC24")
@pytest.mark.parametrize(("portal", "minutes"), [("citizen-account", 30), ("example", 5)])
def test_then_it_is_void(world: Worlds, portal: str, minutes: int) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    ask(app_for)
    link = token(app_for)
    app_for.clock.advance(minutes=minutes)
    with pytest.raises(LinkRefused):
        reset_password(app_for, link, BETTER + "12", app_for.now)


@pytest.mark.req("S4", "SEC24")
def test_it_works_once(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    link = token(citizen)
    reset_password(citizen, link, BETTER, citizen.now)
    with pytest.raises(LinkRefused):
        reset_password(citizen, link, "willow-Raft-5-drizzle", citizen.now)


@pytest.mark.req("SEC24", "SEC07")
@pytest.mark.parametrize(("portal", "minutes"), [("citizen-account", 30), ("example", 5)])
def test_who_asks_again_gets_the_link_that_is_open_and_each_mail_is_right_about_its_time(
    world: Worlds, portal: str, minutes: int
) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    ask(app_for)
    first = token(app_for)
    app_for.clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    ask(app_for)
    assert token(app_for) == first
    app_for.clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert is_reset_link_valid(app_for, first, app_for.now)
    app_for.clock.advance(seconds=1)
    assert not is_reset_link_valid(app_for, first, app_for.now)
    ask(app_for)
    assert token(app_for) != first


@pytest.mark.req("SEC24")
def test_signing_in_voids_it(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    link = token(citizen)
    try_to_sign_in(citizen)
    with pytest.raises(LinkRefused):
        reset_password(citizen, link, BETTER, citizen.now)


@pytest.mark.req("S4", "SEC24", "SEC30")
def test_a_reset_ends_every_session_tells_the_owner_and_opens_none(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    before = Program(app_for(citizen), session=try_to_sign_in(citizen).token)
    ask(citizen)
    browser = Browser(app_for(citizen))
    browser.get(browser.get(link_in(citizen.mail(ZOE))).location)
    assert browser.post("/fr/password/reset", password=BETTER).location == "/fr/sign-in"
    assert "__Host-session" not in browser.cookies
    assert before.get("/fr/account").status == 401
    assert citizen.mail(ZOE).subject == "Votre mot de passe a été modifié\u00a0: Mon Littoral"


@pytest.mark.req("S4", "SEC34")
def test_the_token_leaves_the_address_at_once_and_is_in_no_page(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    browser = Browser(app_for(citizen))
    moved = browser.get(link_in(citizen.mail(ZOE)))
    assert moved.location == "/fr/password/reset"
    assert token(citizen) not in browser.get(moved.location).body


@pytest.mark.req("S4", "X3")
def test_a_program_sends_the_token_with_the_password(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    program = Program(app_for(citizen))
    assert program.post("/en/password/forgotten", identifier=ZOE).status == 202
    assert program.post("/en/password/reset", token=token(citizen), password=BETTER).status == 200
    assert try_to_sign_in(citizen, password=BETTER).account.email == ZOE


@pytest.mark.req("A2")
def test_a_weak_password_is_refused_and_the_link_still_works(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    with pytest.raises(Invalid):
        reset_password(citizen, token(citizen), "short", citizen.now)
    reset_password(citizen, token(citizen), BETTER, citizen.now)
    assert try_to_sign_in(citizen, password=BETTER).account.email == ZOE


@pytest.mark.req("S4", "A5")
def test_an_applicant_gives_the_application_id_and_the_address(world: Worlds) -> None:
    college = world("psychotherapy")
    number = activated(college).identifiers["application_id"]
    ask(college, number, email="other@example.org")
    ask(college, number)
    assert len(college.mails(ZOE)) == 1
    ask(college, number, email="Zoe@Example.org")
    assert len(college.mails(ZOE)) == 2


@pytest.mark.req("S4")
@pytest.mark.parametrize("portal", ["psychotherapy", "financial-licensing"])
def test_a_forgotten_identifier_is_mailed_to_its_owner(world: Worlds, portal: str) -> None:
    app_for = world(portal)
    account = activated(app_for, user_name="zoe.t")
    remind_identifier(app_for, ForgottenIdentifier(email=ZOE), VISITOR, app_for.now)
    kind = app_for.portal.audiences[0].identifiers[0]
    assert account.identifiers[kind] in app_for.mail(ZOE).text


@pytest.mark.req("S4")
@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.CLOSED])
def test_an_account_that_is_not_active_gets_no_link(world: Worlds, state: AccountState) -> None:
    citizen = world("citizen-account")
    changed(citizen, activated(citizen), state=state)
    ask(citizen)
    assert len(citizen.mails(ZOE)) == 1


@pytest.mark.req("SEC04")
@pytest.mark.parametrize(("portal", "mails"), [("citizen-account", 5 + 1), ("example", 2 + 1)])
def test_nobody_can_fill_someones_mailbox(world: Worlds, portal: str, mails: int) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    app_for.mails()
    app_for.mailer.messages.clear()
    for _ in range(mails + 3):
        ask(app_for)
    assert len(app_for.mails(ZOE)) == mails


@pytest.mark.req("SEC04", "SEC07")
@pytest.mark.parametrize(("portal", "minutes"), [("citizen-account", 30), ("example", 5)])
def test_an_open_link_lies_in_the_mailbox_whenever_someone_asks_whatever_strangers_asked_for_before(
    world: Worlds, portal: str, minutes: int
) -> None:
    app_for = world(portal)
    activated(app_for, password=PASSWORD)
    for minute in range(3 * minutes):
        stranger = VISITOR._replace(address=f"198.51.100.{minute}")
        sign_up_as(app_for, password=PASSWORD, visitor=stranger)
        remind_identifier(app_for, ForgottenIdentifier(email=ZOE), stranger, app_for.now)
        send_reset_link(app_for, ForgottenPassword(identifier=ZOE), stranger, app_for.now)
        assert is_reset_link_valid(app_for, token_of_last_reset(app_for), app_for.now), minute
        app_for.clock.advance(minutes=1)


def token_of_last_reset(world: World) -> str:
    return token_in([mail for mail in world.mails(ZOE) if "/password/reset?" in mail.text][-1])


@pytest.mark.req("S4", "X1")
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ce lien ne peut pas servir"), ("en", "This link can’t be used")]
)
def test_a_void_link_is_explained_with_the_way_to_a_new_one(
    world: Worlds, app_for: AppFactory, language: str, words: str
) -> None:
    browser = Browser(app_for(world("citizen-account")))
    page = browser.get(browser.get(f"/{language}/password/reset?token={'0' * 75}").location)
    assert words in page.body
    assert f"/{language}/password/forgotten" in page.body


@pytest.mark.req("S4")
@pytest.mark.parametrize("password", ["", "weak", BETTER])
def test_a_link_that_expires_while_its_page_stands_open_leads_to_a_new_one(
    world: Worlds, app_for: AppFactory, password: str
) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    browser = Browser(app_for(citizen))
    browser.get(browser.get(link_in(citizen.mail(ZOE))).location)
    citizen.clock.advance(minutes=30)
    page = browser.post("/en/password/reset", password=password)
    assert (page.status, 'href="#' in page.body.partition("<main")[2]) == (422, False)
    assert page.body.count('href="/en/password/forgotten"') == 2  # in the summary, and below what is said


@pytest.mark.req("E1", "S4")
def test_choosing_a_password_counts_as_being_there(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    ask(citizen)
    citizen.clock.advance(minutes=29)
    reset_password(citizen, token(citizen), BETTER, citizen.now)
    assert account_of(citizen).last_active_at == citizen.now
