"""Mail that does not arrive, as the person sees it: said on every page, listed, mended (REQUIREMENTS X4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.removal import remove_unactivated
from chalicelib.outbox.model import EmailState as S
from chalicelib.outbox.storage import mailbox_id, mailbox_key
from tests.support.emails import enqueued, row, tell, waiting_for_staff
from tests.support.http import Answer, Browser, Program
from tests.support.people import ZOE, account_of, activated, changed, sign_up_as, try_to_sign_in
from tests.support.world import World

AppFactory = Callable[[World], Chalice]
TOM = "tom@example.org"
BANNER = "Our emails to you do not arrive."


@pytest.fixture
def citizen() -> World:
    return World("citizen-account")


def last_email(world: World, to: str = ZOE) -> str:
    """Send what is enqueued; return the id of the last mail to the address."""
    return world.mail(to).email_id


def bounced(world: World) -> None:
    """Let someone's last mail come back for good."""
    assert tell(world, last_email(world), S.BOUNCED)


def program(world: World, app_for: AppFactory, email: str = ZOE) -> Program:
    return Program(app_for(world), session=try_to_sign_in(world, email).token)


def states(answer: Answer) -> list[str]:
    return [email["state"] for email in answer.json["emails"]]


# --- told ---


@pytest.mark.req("X4", "REL13")
def test_whom_mail_does_not_reach_is_told_on_every_page_until_a_test_mail_arrives(
    citizen: World, app_for: AppFactory
) -> None:
    activated(citizen)
    browser = Browser(app_for(citizen))
    browser.get("/en/sign-in")
    browser.submit("/en/sign-in", identifier=ZOE, password="maple-Canoe-7-thunder")
    assert BANNER not in browser.get("/en/account").body
    bounced(citizen)
    pages = ["/en", "/en/account", "/en/applications", "/en/account/password", "/en/help"]
    assert [BANNER in browser.get(page).body for page in pages] == [True] * len(pages)
    assert "Nos courriels ne vous parviennent pas." in browser.get("/fr/account").body
    assert BANNER not in Browser(app_for(citizen)).get("/en").body
    browser.get("/en/account/mail")
    assert "A test email is on its way." in browser.get(browser.post("/en/account/mail/test").location).body
    citizen.clock.advance(minutes=1)
    assert tell(citizen, last_email(citizen), S.DELIVERED)
    assert BANNER not in browser.get("/en/account").body
    assert waiting_for_staff(citizen) == []


@pytest.mark.req("X4", "REL13")
def test_while_an_address_is_shut_emails_are_kept_unsent_and_a_test_that_bounces_mends_nothing(
    citizen: World, app_for: AppFactory
) -> None:
    activated(citizen)
    someone = program(citizen, app_for)
    bounced(citizen)
    sent = len(citizen.mails(ZOE))
    assert someone.post("/en/password/forgotten", identifier=ZOE).status == 202
    assert len(citizen.mails(ZOE)) == sent
    assert someone.post("/en/account/mail/test").status == 202
    assert tell(citizen, last_email(citizen), S.BOUNCED, minutes=1)
    assert len(citizen.mails(ZOE)) == sent + 1
    shown = someone.get("/en/account/mail")
    assert states(shown) == ["bounced", "withheld", "bounced"]
    assert shown.json["unreachable_since"] == "2026-03-02T15:01:00Z"
    assert waiting_for_staff(citizen) == [(ZOE, "bounced")]


@pytest.mark.req("X4", "SEC02", "SEC24")
def test_a_forgotten_password_is_answered_alike_whether_the_address_takes_mail_or_not(
    citizen: World, app_for: AppFactory
) -> None:
    activated(citizen)
    client = Program(app_for(citizen))
    before = client.post("/en/password/forgotten", identifier=ZOE)
    bounced(citizen)
    assert client.post("/en/password/forgotten", identifier=ZOE)[::2] == before[::2]


@pytest.mark.req("X4")
def test_a_bounce_of_an_address_that_someone_had_before_says_nothing_of_the_new_one(citizen: World) -> None:
    account = activated(citizen)
    email = last_email(citizen)
    changed(citizen, account, email=TOM)
    assert tell(citizen, email, S.COMPLAINED)
    assert account_of(citizen, ZOE).unreachable_since is None


@pytest.mark.req("X4", "REL13")
def test_what_is_known_of_an_address_goes_with_a_sign_up_that_was_never_activated(citizen: World) -> None:
    sign_up_as(citizen)
    bounced(citizen)
    citizen.clock.advance(days=2)
    assert remove_unactivated(citizen, citizen.now) == 1
    assert citizen.table.get(mailbox_key(mailbox_id(citizen.keyring, ZOE))) is None


@pytest.mark.req("X4", "A4", "REL13")
def test_what_is_known_of_an_address_stays_with_whoever_signed_up_with_it_since(citizen: World) -> None:
    sign_up_as(citizen)
    citizen.clock.advance(days=2)
    sign_up_as(citizen)
    bounced(citizen)
    assert remove_unactivated(citizen, citizen.now) == 1
    assert citizen.table.get(mailbox_key(mailbox_id(citizen.keyring, ZOE)))
    assert account_of(citizen, ZOE).unreachable_since


# --- listed, and sent again ---


@pytest.mark.req("X4")
def test_someone_sees_every_mail_with_its_subject_and_state_and_nobody_elses(
    citizen: World, app_for: AppFactory
) -> None:
    activated(citizen)
    activated(citizen, TOM)
    someone = program(citizen, app_for)
    citizen.clock.advance(minutes=5)
    someone.post("/en/password/forgotten", identifier=ZOE)
    shown = someone.get("/en/account/mail").json["emails"]
    assert [(each["subject"], each["state"]) for each in shown] == [
        ("Choose a new password: My Littoral", "waiting"),
        ("Activate your My Littoral account", "sent"),
    ]
    assert [each["can_be_sent_again"] for each in shown] == [False, False]
    assert {each["to"] for each in shown} == {ZOE}


@pytest.mark.req("X4", "SEC38")
def test_an_email_is_sent_again_to_whom_it_belongs_as_often_as_the_policy_lets(
    citizen: World, app_for: AppFactory
) -> None:
    account = activated(citizen)
    activated(citizen, TOM)
    email = enqueued(citizen, account=account.id)
    citizen.mails()
    mine, other = program(citizen, app_for), program(citizen, app_for, TOM)
    assert other.post("/en/account/mail", email_id=email).status == 404
    answers = [mine.post("/en/account/mail", email_id=email).status for _ in range(6)]
    assert answers == [202] * 5 + [429]
    again = [mail.subject for mail in citizen.mails(ZOE)][1:]
    assert again == [again[0]] * 6
    assert mine.post("/en/account/mail/test").status == 429
    citizen.clock.advance(timedelta(hours=1))
    assert program(citizen, app_for).post("/en/account/mail/test").status == 202
    assert row(citizen, email)["state"] == "sent"


@pytest.mark.req("X4", "S4")
def test_a_mail_with_a_link_is_renewed_by_its_own_way_only(citizen: World, app_for: AppFactory) -> None:
    activated(citizen)
    someone = program(citizen, app_for)
    assert someone.post("/en/account/mail", email_id=last_email(citizen)).status == 404


# --- help ---


@pytest.mark.req("X4", "H6")
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Un courriel n’arrive pas"), ("en", "An email does not arrive?")]
)
def test_the_sign_in_page_helps_those_who_get_no_mail(
    citizen: World, app_for: AppFactory, language: str, words: str
) -> None:
    page = Browser(app_for(citizen)).get(f"/{language}/sign-in").body
    assert words in page
    assert citizen.portal.sender in page
