"""Mails at milestones: if asked, once each, and stopped by one click (REQUIREMENTS T4)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from chalice.app import Chalice

from chalicelib.accounts.actions.sharing import remove, sharers
from chalicelib.app_factory import create_app
from chalicelib.cloud.mail import Message
from chalicelib.tracing.actions.follow import follow
from chalicelib.tracing.errors import FollowersFull
from tests.support.emails_of_people import NEW, a_company_adds_someone
from tests.support.http import Answer, Browser, call
from tests.support.members import EMAIL, browser_of_member, member
from tests.support.people import account_of, changed, signed_in
from tests.support.shipments import NUMBER, WAY, announcement, reported, shipment, tell
from tests.support.world import World

pytestmark = pytest.mark.req("T4")
Worlds = Callable[[str], World]
FORM = {"content-type": "application/x-www-form-urlencoded"}
PAGE = f"/en/tracing/{NUMBER}"


def followed() -> tuple[World, Chalice, Browser]:
    """Return a world in which the member follows a shipment that was just announced."""
    world = World("freight")
    tell(world, [WAY[0]])
    app = create_app(world)
    browser = browser_of_member(world, app, "en")
    browser.get(PAGE)
    assert browser.post(f"{PAGE}/follow").location == PAGE
    return world, app, browser


def subjects(world: World) -> list[str]:
    return [mail.subject for mail in world.mails(EMAIL)]


def stop_link(mail: Message) -> str:
    found = re.search(r"https://counter\.example(/\S+/stop\?token=\S+)", mail.text)
    assert found
    return found[1]


def one_click(app: Chalice, mail: Message, body: str = "List-Unsubscribe=One-Click") -> Answer:
    """Do what a mail program does: no cookies, no page, no token of ours."""
    assert mail.one_click
    return call(app, "POST", mail.one_click.removeprefix("https://counter.example"), body, FORM)


def test_each_milestone_is_mailed_once_with_where_and_when_and_what_is_expected() -> None:
    world, _, _ = followed()
    tell(world, [WAY[1]])
    tell(world, [WAY[1]])
    (mail,) = world.mails(EMAIL)
    assert mail.subject == "Shipment 104-700-213: Picked up"
    assert "Port-Clair, February\u00a027, 2026 at 11:00\u00a0a.m." in mail.text
    assert "Expected on March\u00a04, 2026" in mail.text


def test_on_the_way_between_milestones_nobody_is_mailed() -> None:
    world, _, _ = followed()
    tell(world, [WAY[2]])
    tell(world, [WAY[3]])
    assert subjects(world) == []


def test_a_batch_with_several_milestones_is_one_mail_on_the_last() -> None:
    world, _, _ = followed()
    tell(world, WAY)
    assert subjects(world) == ["Shipment 104-700-213: Delivered"]


def test_a_milestone_that_is_told_late_is_not_mailed() -> None:
    world, _, _ = followed()
    tell(world, [WAY[4]])
    tell(world, [WAY[1]])
    assert subjects(world) == ["Shipment 104-700-213: Out for delivery"]


def test_who_did_not_ask_is_not_mailed() -> None:
    world = World("freight")
    member(world)
    tell(world, WAY)
    assert subjects(world) == []


def test_the_page_says_whether_mails_are_sent_and_stops_them() -> None:
    world, _, browser = followed()
    assert "Stop the emails about this shipment" in browser.get(PAGE).body
    browser.post(f"{PAGE}/unfollow")
    assert "Email me at milestones" in browser.get(PAGE).body
    tell(world, [WAY[1]])
    assert subjects(world) == []


def test_to_ask_twice_is_to_ask_once() -> None:
    world, _, browser = followed()
    browser.get(PAGE)
    browser.post(f"{PAGE}/follow")
    assert len(shipment(world).followers) == 1


@pytest.mark.parametrize("number", ["999999999", "1047"])
def test_what_is_not_known_cannot_be_followed(number: str) -> None:
    _, _, browser = followed()
    browser.get(PAGE)
    assert browser.post(f"/en/tracing/{number}/follow").status == 404


def test_as_many_follow_a_shipment_as_the_policy_says(world: Worlds) -> None:
    example = world("example")
    tell(example, [announcement()])
    first = member(example)
    for account in (first, first.replace(id="2" * 32)):
        follow(example, NUMBER, account, example.now)
    with pytest.raises(FollowersFull):
        follow(example, NUMBER, first.replace(id="3" * 32), example.now)


def test_an_account_that_is_closed_gets_no_more_mails() -> None:
    world, _, _ = followed()
    account = changed(world, account_of(world, EMAIL), state="closed")
    tell(world, [WAY[1]])
    assert (account.is_active, subjects(world)) == (False, [])


@pytest.mark.req("A7")
def test_a_member_of_a_shared_account_is_mailed_until_removed_from_it() -> None:
    world = a_company_adds_someone()
    zoe = signed_in(world, account_of(world).identifiers["access_code"])
    first, luc = sorted(sharers(world, zoe), key=lambda each: each.email == NEW)
    tell(world, [WAY[0]])
    follow(world, NUMBER, zoe.account, world.now, luc)
    tell(world, [WAY[1]])
    assert world.mail(NEW).subject == "Envoi 104-700-213\u00a0: Ramassé"
    remove(world, zoe._replace(member=first), luc.id, world.now)
    sent = len(world.mails(NEW))
    tell(world, [WAY[4]])
    assert len(world.mails(NEW)) == sent


def test_mails_go_to_the_address_that_the_account_has_now() -> None:
    world, _, _ = followed()
    changed(world, account_of(world, EMAIL), email=EMAIL, language="fr")
    tell(world, [WAY[1]])
    assert subjects(world) == ["Envoi 104-700-213\u00a0: Ramassé"]


# --- stopping ---


@pytest.mark.req("SEC19", "SEC34")
def test_opening_the_link_stops_nothing_and_one_button_does_without_signing_in() -> None:
    world, app, _ = followed()
    tell(world, [WAY[1]])
    link = stop_link(world.mail(EMAIL))
    browser = Browser(app)
    page = browser.get(browser.get(link).location)
    assert "Stop the emails" in page.body
    assert shipment(world).followers
    assert browser.post(link.partition("?")[0]).status == 303
    assert not shipment(world).followers


def test_a_link_that_was_used_says_so() -> None:
    world, app, _ = followed()
    tell(world, [WAY[1]])
    link = stop_link(world.mail(EMAIL))
    one_click(app, world.mail(EMAIL))
    browser = Browser(app)
    assert "You get no more emails about this shipment" in browser.get(browser.get(link).location).body


def test_a_mail_program_stops_the_mails_by_one_click_and_may_click_again() -> None:
    world, app, _ = followed()
    tell(world, [WAY[1]])
    mail = world.mail(EMAIL)
    assert [one_click(app, mail).status for _ in range(2)] == [204, 204]
    tell(world, [WAY[4]])
    assert len(subjects(world)) == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 75])
def test_a_wrong_token_stops_nothing(token: str) -> None:
    world, app, _ = followed()
    url = f"/api/shipments/{NUMBER}/stop?token={token}"
    assert call(app, "POST", url, "List-Unsubscribe=One-Click", FORM).status == 204
    assert len(shipment(world).followers) == 1


def test_the_token_of_one_shipment_stops_no_mails_about_another() -> None:
    world, app, browser = followed()
    tell(world, [announcement()], "104700221")
    browser.get("/en/tracing/104700221")
    browser.post("/en/tracing/104700221/follow")
    tell(world, [WAY[1]])
    token = stop_link(world.mail(EMAIL)).partition("token=")[2]
    call(app, "POST", f"/api/shipments/104700221/stop?token={token}", "List-Unsubscribe=One-Click", FORM)
    assert shipment(world, "104700221").followers


def test_what_is_no_click_of_a_mail_program_stops_nothing() -> None:
    world, app, _ = followed()
    tell(world, [WAY[1]])
    assert one_click(app, world.mail(EMAIL), "List-Unsubscribe=Maybe").status == 422
    assert shipment(world).followers


def test_mails_go_on_until_they_are_stopped() -> None:
    world, _, _ = followed()
    for hours, kind in ((1, "picked-up"), (2, "delayed"), (3, "out-for-delivery"), (4, "attempted"), (5, "delivered")):
        world.clock.advance(timedelta(hours=1))
        tell(world, [reported(kind, kind, hours)])
    assert len(subjects(world)) == 5
