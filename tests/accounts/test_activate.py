"""Proving the address of a new account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.activate import activate_by_code, resend
from chalicelib.accounts.errors import CodeExpired, CodeRefused, CodeWornOut, SignInRefused
from chalicelib.accounts.inputs import Activate, Resend
from chalicelib.accounts.model import AccountState
from tests.support.http import Browser, Program
from tests.support.people import VISITOR, ZOE, account_of, activated, sign_up_as, try_to_sign_in
from tests.support.world import GOOD, World, code_in, link_in

Worlds = Callable[[str], World]
AppFactory = Callable[[World], Chalice]
PASSWORD = GOOD + "12"
LIFETIMES = [("citizen-account", timedelta(minutes=30)), ("example", timedelta(minutes=2))]
SENDS = [("citizen-account", 5, 60), ("example", 3, 7)]  # how many mails, so many seconds apart


def enter(world: World, code: str, email: str = ZOE) -> None:
    activate_by_code(world, Activate(email=email, code=code), VISITOR, world.now)


def ask_again(world: World, email: str = ZOE) -> None:
    resend(world, Resend(email=email), VISITOR, world.now)


def ask_again_and_again(world: World, times: int, pause: int) -> None:
    for _ in range(times):
        world.clock.advance(seconds=pause)
        ask_again(world)


@pytest.mark.req("A3", "SEC17")
@pytest.mark.parametrize(("portal", "lifetime"), LIFETIMES)
def test_the_code_works_until_the_last_second(world: Worlds, portal: str, lifetime: timedelta) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=PASSWORD)
    code = code_in(app_for.mail(ZOE))
    app_for.clock.advance(lifetime - timedelta(seconds=1))
    enter(app_for, code)
    assert account_of(app_for).state is AccountState.ACTIVE


@pytest.mark.req("A3", "SEC17")
@pytest.mark.parametrize(("portal", "lifetime"), LIFETIMES)
def test_then_it_is_refused_as_expired_even_ten_days_later_with_its_row_still_there(
    world: Worlds, portal: str, lifetime: timedelta
) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=PASSWORD)
    code = code_in(app_for.mail(ZOE))
    app_for.clock.advance(lifetime)
    with pytest.raises(CodeExpired):
        enter(app_for, code)
    app_for.clock.advance(days=10)
    with pytest.raises(CodeRefused):
        enter(app_for, code)


@pytest.mark.req("A3")
def test_a_wrong_code_is_refused_and_the_right_one_still_works(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    with pytest.raises(CodeRefused):
        enter(citizen, _wrong(code_in(citizen.mail(ZOE))))
    enter(citizen, code_in(citizen.mail(ZOE)))
    assert account_of(citizen).state is AccountState.ACTIVE


@pytest.mark.req("SEC17")
def test_a_code_is_used_once(world: Worlds) -> None:
    citizen = world("citizen-account")
    activated(citizen)
    typed = Activate(email=ZOE, code=code_in(citizen.mail(ZOE)))
    with pytest.raises(CodeRefused):
        activate_by_code(citizen, typed, VISITOR._replace(browser="browser-2"), citizen.now)
    citizen.clock.advance(minutes=30)
    with pytest.raises(CodeRefused):
        enter(citizen, typed.code)


@pytest.mark.req("SEC20")
@pytest.mark.parametrize(("portal", "tries"), [("citizen-account", 5), ("example", 2)])
def test_after_too_many_wrong_codes_the_right_one_is_void_too(world: Worlds, portal: str, tries: int) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=PASSWORD)
    code = code_in(app_for.mail(ZOE))
    for _ in range(tries):
        with pytest.raises(CodeRefused):
            enter(app_for, _wrong(code))
    with pytest.raises(CodeWornOut):
        enter(app_for, code)


@pytest.mark.req("SEC20")
def test_an_address_without_an_account_wears_its_code_out_in_the_same_way(world: Worlds) -> None:
    citizen = world("citizen-account")
    for _ in range(5):
        with pytest.raises(CodeRefused):
            enter(citizen, "123456", "nobody@example.org")
    with pytest.raises(CodeWornOut):
        enter(citizen, "123456", "nobody@example.org")


@pytest.mark.req("A4", "SEC17")
def test_a_resend_voids_the_earlier_code_and_link(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    first = citizen.mail(ZOE)
    citizen.clock.advance(minutes=1)
    browser.submit("/fr/activate/resend", email=ZOE)
    with pytest.raises(CodeRefused):
        enter(citizen, code_in(first))
    assert "Ce lien ne peut pas servir" in browser.get(browser.get(link_in(first)).location).body
    enter(citizen, code_in(citizen.mail(ZOE)))


@pytest.mark.req("A4", "SEC18")
def test_a_resend_works_until_the_last_second_of_the_window(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    citizen.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    ask_again(citizen)
    assert len(citizen.mails(ZOE)) == 2


@pytest.mark.req("A4", "SEC18")
def test_after_the_window_a_resend_is_accepted_and_does_nothing(world: Worlds) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen)
    citizen.clock.advance(hours=24)
    ask_again(citizen)
    assert len(citizen.mails(ZOE)) == 1


@pytest.mark.req("SEC18")
@pytest.mark.parametrize(("portal", "pause"), [("citizen-account", 60), ("example", 7)])
def test_two_mails_are_at_least_so_far_apart(world: Worlds, portal: str, pause: int) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=PASSWORD)
    app_for.clock.advance(seconds=pause - 1)
    ask_again(app_for)
    assert len(app_for.mails(ZOE)) == 1
    app_for.clock.advance(seconds=1)
    ask_again(app_for)
    assert len(app_for.mails(ZOE)) == 2


@pytest.mark.req("SEC18")
@pytest.mark.parametrize(("portal", "sends", "pause"), SENDS)
def test_there_are_at_most_so_many_mails(world: Worlds, portal: str, sends: int, pause: int) -> None:
    app_for = world(portal)
    sign_up_as(app_for, password=PASSWORD)
    ask_again_and_again(app_for, sends + 2, pause)
    assert len(app_for.mails(ZOE)) == sends


@pytest.mark.req("A4", "SEC18")
@pytest.mark.parametrize(("portal", "sends", "pause"), SENDS)
def test_who_used_up_the_mails_keeps_nobody_from_proving_the_address(
    world: Worlds, portal: str, sends: int, pause: int
) -> None:
    here, owner = world(portal), VISITOR._replace(address="203.0.113.99", browser="browser-2")
    sign_up_as(here, password=f"not-the-owners-{PASSWORD}")
    ask_again_and_again(here, sends, pause)
    here.clock.advance(dict(LIFETIMES)[portal])
    sign_up_as(here, password=PASSWORD, visitor=owner)
    ask_again_and_again(here, sends, pause)
    assert len(here.mails(ZOE)) == sends + 1
    activate_by_code(here, Activate(email=ZOE, code=code_in(here.mail(ZOE))), owner, here.now)
    assert try_to_sign_in(here, password=PASSWORD, visitor=owner).account.email == ZOE


@pytest.mark.req("A3", "SEC19", "SEC34")
def test_the_link_opens_a_page_with_one_button_in_the_browser_that_signed_up(
    world: Worlds, app_for: AppFactory
) -> None:
    citizen = world("citizen-account")
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    link = link_in(citizen.mail(ZOE))
    moved = browser.get(link)
    assert [moved.status, moved.location] == [303, "/fr/activate"]
    page = browser.get(moved.location)
    assert account_of(citizen).state is AccountState.PENDING
    assert "Activer mon compte" in page.body
    assert link.partition("token=")[2] not in page.body
    assert browser.post("/fr/activate/link").location == "/fr/sign-in"
    assert account_of(citizen).state is AccountState.ACTIVE


@pytest.mark.req("SEC19")
def test_in_another_browser_the_link_asks_for_the_code_and_activates_nothing(
    world: Worlds, app_for: AppFactory
) -> None:
    citizen = world("citizen-account")
    app = app_for(citizen)
    Browser(app).submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    other = Browser(app)
    page = other.get(other.get(link_in(citizen.mail(ZOE))).location)
    assert "dans un autre navigateur" in page.body
    assert other.post("/fr/activate/link").status == 422
    assert account_of(citizen).state is AccountState.PENDING


@pytest.mark.req("SEC19", "A3")
def test_who_enters_the_code_in_another_browser_chooses_the_password_there(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    sign_up_as(citizen, password="a-Strangers-Choice-1")  # whoever signed up last may be someone else
    owner = Browser(app_for(citizen))
    page = owner.submit("/fr/activate", email=ZOE, code=code_in(citizen.mail(ZOE)))
    assert "choisissez ici votre mot de passe" in page.body
    assert owner.post("/fr/password/reset", password=GOOD).location == "/fr/sign-in"
    assert try_to_sign_in(citizen, password=GOOD).account.email == ZOE
    with pytest.raises(SignInRefused):
        try_to_sign_in(citizen, password="a-Strangers-Choice-1")


@pytest.mark.req("SEC19")
def test_a_program_that_signed_up_needs_the_code_and_the_secret_of_its_sign_up(
    world: Worlds, app_for: AppFactory
) -> None:
    citizen = world("citizen-account")
    program = Program(app_for(citizen))
    secret = program.post("/en/sign-up", email=ZOE, password=GOOD, accept_terms=True).json["secret"]
    program.post("/en/activate", email=ZOE, code=code_in(citizen.mail(ZOE)), secret=secret)
    assert program.post("/en/sign-in", identifier=ZOE, password=GOOD).status == 200


@pytest.mark.req("SEC19")
def test_opening_a_link_a_hundred_times_activates_nothing(world: Worlds, app_for: AppFactory) -> None:
    citizen = world("citizen-account")
    browser = Browser(app_for(citizen))
    browser.submit("/fr/sign-up", email=ZOE, password=GOOD, accept_terms="yes")
    for _ in range(100):
        browser.get(browser.get(link_in(citizen.mail(ZOE))).location)
    assert account_of(citizen).state is AccountState.PENDING


@pytest.mark.req("A3", "X1")
@pytest.mark.parametrize(
    ("language", "message"),
    [("fr", "Ce champ ne peut pas rester vide."), ("en", "This field can’t be empty.")],
)
def test_an_empty_code_has_its_own_message(world: Worlds, app_for: AppFactory, language: str, message: str) -> None:
    browser = Browser(app_for(world("citizen-account")))
    browser.get(f"/{language}/activate")
    assert message in browser.post(f"/{language}/activate", email=ZOE, code="").body


def _wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)
