"""Someone signs up with an address of somebody else: no password but its owner's ever opens the account."""

from collections.abc import Callable

import pytest
from chalice.app import Chalice

from chalicelib.accounts.model import AccountState
from tests.support.http import Answer, Browser, Program
from tests.support.memory import MemoryTable
from tests.support.people import ZOE, account_of
from tests.support.world import BETTER, GOOD, World, code_in, link_in

AppFactory = Callable[[World], Chalice]
STRANGERS = "pewter-Sleigh-4-orchard"
STRANGER = "198.51.100.66"  # network address
FORMS = {"accept_terms": "yes"}


@pytest.fixture
def citizen() -> World:
    return World("citizen-account", MemoryTable())


@pytest.fixture
def app(citizen: World, app_for: AppFactory) -> Chalice:
    return app_for(citizen)


def signs_up_in_a_browser(app: Chalice) -> None:
    Browser(app, STRANGER).submit("/en/sign-up", email=ZOE, password=STRANGERS, **FORMS)


def signs_up_by_program(app: Chalice) -> None:
    Program(app, STRANGER).post("/en/sign-up", email=ZOE, password=STRANGERS, accept_terms=True)


STRANGERS_WAYS = [signs_up_in_a_browser, signs_up_by_program]


def tries(app: Chalice, password: str = STRANGERS) -> int:
    """Return the status of a sign-in with a password from the stranger's network address."""
    return Program(app, STRANGER).post("/en/sign-in", identifier=ZOE, password=password).status


def chooses(owner: Browser, password: str) -> Answer:
    return owner.post("/fr/password/reset", password=password)


@pytest.mark.req("SEC19", "A3")
@pytest.mark.parametrize("stranger", STRANGERS_WAYS)
def test_the_owner_types_the_code_and_the_strangers_password_never_works(
    citizen: World, app: Chalice, stranger: Callable[[Chalice], None]
) -> None:
    stranger(app)
    assert tries(app) == 401
    owner = Browser(app)
    page = owner.submit("/fr/activate", email=ZOE, code=code_in(citizen.mail(ZOE)))
    assert "choisissez ici votre mot de passe" in page.body
    assert tries(app) == 401
    assert chooses(owner, GOOD).location == "/fr/sign-in"
    assert tries(app) == 401
    assert Program(app).post("/fr/sign-in", identifier=ZOE, password=GOOD).status == 200


@pytest.mark.req("SEC19", "A3")
def test_who_leaves_without_choosing_a_password_has_an_account_that_none_opens(citizen: World, app: Chalice) -> None:
    signs_up_in_a_browser(app)
    Browser(app).submit("/fr/activate", email=ZOE, code=code_in(citizen.mail(ZOE)))
    citizen.clock.advance(hours=2)
    assert account_of(citizen).state is AccountState.ACTIVE
    assert tries(app) == 401
    Program(app).post("/fr/password/forgotten", identifier=ZOE)
    owner = Browser(app)
    owner.get(owner.get(link_in(citizen.mail(ZOE))).location)
    assert chooses(owner, GOOD).location == "/fr/sign-in"
    assert Program(app).post("/fr/sign-in", identifier=ZOE, password=GOOD).status == 200


@pytest.mark.req("SEC19", "A4")
@pytest.mark.parametrize("stranger", STRANGERS_WAYS)
@pytest.mark.parametrize("seconds", [1, 61])
@pytest.mark.parametrize("by_link", [True, False])
def test_the_owner_who_signed_up_first_keeps_the_own_password(
    citizen: World, app: Chalice, stranger: Callable[[Chalice], None], seconds: int, *, by_link: bool
) -> None:
    owner = Browser(app)
    owner.submit("/fr/sign-up", email=ZOE, password=GOOD, **FORMS)
    citizen.clock.advance(seconds=seconds)
    stranger(app)
    mail = citizen.mail(ZOE)
    owner.get(owner.get(link_in(mail)).location)
    sent = owner.post("/fr/activate/link") if by_link else owner.post("/fr/activate", email=ZOE, code=code_in(mail))
    assert (sent.status, sent.location) == (303, "/fr/sign-in")
    assert [tries(app), tries(app, GOOD)] == [401, 200]


@pytest.mark.req("SEC19", "A4")
def test_the_owner_who_asks_for_the_mail_of_a_strangers_sign_up_again_does_not_take_its_password_over(
    citizen: World, app: Chalice
) -> None:
    signs_up_in_a_browser(app)
    citizen.clock.advance(minutes=2)
    owner = Browser(app)
    owner.submit("/fr/activate/resend", email=ZOE)
    mail = citizen.mail(ZOE)
    assert "in another browser" in owner.get(owner.get(link_in(mail)).location).body
    assert owner.post("/fr/activate", email=ZOE, code=code_in(mail)).location == "/fr/password/reset"
    assert [tries(app), chooses(owner, GOOD).location] == [401, "/fr/sign-in"]
    assert [tries(app), tries(app, GOOD)] == [401, 200]


@pytest.mark.req("SEC19", "X3")
@pytest.mark.parametrize("stranger", STRANGERS_WAYS)
@pytest.mark.parametrize("sent", [{}, {"secret": "0" * 43}])
def test_a_program_without_the_secret_of_the_sign_up_chooses_the_password(
    citizen: World, app: Chalice, stranger: Callable[[Chalice], None], sent: dict[str, str]
) -> None:
    stranger(app)
    owner = Program(app)
    answer = owner.post("/en/activate", email=ZOE, code=code_in(citizen.mail(ZOE)), **sent)
    assert answer.json["state"] == "active"
    assert tries(app) == 401
    assert owner.post("/en/password/reset", token=answer.json["password_token"], password=GOOD).status == 200
    assert [tries(app), tries(app, GOOD)] == [401, 200]


@pytest.mark.req("SEC19", "X3")
def test_a_program_with_the_secret_keeps_its_password_whoever_signs_up_after_it(citizen: World, app: Chalice) -> None:
    owner = Program(app)
    secret = owner.post("/en/sign-up", email=ZOE, password=GOOD, accept_terms=True).json["secret"]
    citizen.clock.advance(seconds=61)
    signs_up_by_program(app)
    answer = owner.post("/en/activate", email=ZOE, code=code_in(citizen.mail(ZOE)), secret=secret)
    assert answer.json == {"state": "active", "password_token": None}
    assert [tries(app), tries(app, GOOD)] == [401, 200]


@pytest.mark.req("SEC19", "SEC24")
def test_a_strangers_sign_in_and_request_leave_the_owners_first_password_link_open(
    citizen: World, app: Chalice
) -> None:
    signs_up_in_a_browser(app)
    owner = Browser(app)
    owner.submit("/fr/activate", email=ZOE, code=code_in(citizen.mail(ZOE)))
    assert tries(app) == 401
    Program(app, STRANGER).post("/en/password/forgotten", identifier=ZOE)
    assert chooses(owner, BETTER).location == "/fr/sign-in"
    assert tries(app, BETTER) == 200


@pytest.mark.req("SEC20", "SEC07")
def test_who_opened_the_link_types_the_code_however_many_wrong_ones_a_stranger_sent(
    citizen: World, app: Chalice
) -> None:
    Browser(app).submit("/fr/sign-up", email=ZOE, password=GOOD, **FORMS)
    mail, phone = citizen.mail(ZOE), Browser(app)
    for number in range(12):
        Program(app, f"198.51.100.{number}").post("/en/activate", email=ZOE, code=f"99999{number % 10}")
    assert phone.submit("/fr/activate", email=ZOE, code=code_in(mail)).status == 422
    phone.get(phone.get(link_in(mail)).location)
    assert phone.post("/fr/activate", email=ZOE, code=code_in(mail)).location == "/fr/password/reset"


@pytest.mark.req("A1", "SEC19")
@pytest.mark.parametrize("others", ["mallory", None])
def test_the_user_name_is_that_of_the_browser_which_proves_the_address(app_for: AppFactory, others: str | None) -> None:
    licensing = World("financial-licensing", MemoryTable())
    app = app_for(licensing)
    owner, chosen = Browser(app), {"user_name": others} if others else {}
    owner.submit("/fr/sign-up", email=ZOE, password=GOOD, user_name="zoe.x", **FORMS)
    owner.submit("/fr/sign-up", email=ZOE, password=GOOD, user_name="zoe.t", **FORMS)
    licensing.clock.advance(seconds=61)
    Browser(app, STRANGER).submit("/en/sign-up", email=ZOE, password=STRANGERS, **chosen, **FORMS)
    owner.post("/fr/activate", email=ZOE, code=code_in(licensing.mail(ZOE)))
    assert account_of(licensing).identifiers == {"email": ZOE, "user_name": "zoe.t"}
    assert Program(app).post("/fr/sign-in", identifier="zoe.t", password=GOOD).status == 200

    def another(name: str) -> int:
        wish = {"email": "other@example.org", "password": GOOD, "user_name": name}
        return Program(app).post("/fr/sign-up", accept_terms=True, **wish).status

    assert another("ZOE.T") == 422
    licensing.clock.advance(hours=25)
    assert another("zoe.x") == 202
