"""What the script adds to a page. The page of these tests is in conftest.py."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.programs
MINUTE = 60_000  # milliseconds


@pytest.mark.req("S3")
def test_the_warning_opens_when_the_portal_says_by_the_servers_clock(site: Page) -> None:
    site.clock.run_for(12 * MINUTE + 27_000)
    expect(site.get_by_role("dialog")).to_be_hidden()
    site.clock.run_for(4_000)
    expect(site.get_by_role("dialog")).to_contain_text("You will be signed out in 2 minutes.")
    expect(site.get_by_role("button", name="Stay signed in")).to_be_focused()


@pytest.mark.req("S3")
@pytest.mark.parametrize("gesture", ["Enter", "Escape"])
def test_who_stays_is_warned_again_only_before_the_new_end(site: Page, gesture: str) -> None:
    site.clock.run_for(13 * MINUTE)
    with site.expect_request("**/en/account/sessions/stay") as sent:
        site.keyboard.press(gesture)
    assert sent.value.post_data == "csrf_token=t0ken"
    expect(site.get_by_role("dialog")).to_be_hidden()
    site.clock.run_for(12 * MINUTE)
    expect(site.get_by_role("dialog")).to_be_hidden()
    site.clock.run_for(MINUTE)
    expect(site.get_by_role("dialog")).to_be_visible()


def test_at_the_longest_duration_the_warning_gives_way_to_the_page(site: Page, stayed: dict[str, Any]) -> None:
    stayed["json"] = {"ends_at": "2027-03-01T15:15:00Z"}
    site.clock.run_for(13 * MINUTE)
    site.get_by_role("button", name="Stay signed in").click()
    expect(site.get_by_role("dialog")).to_contain_text("longest duration")
    expect(site.get_by_role("button", name="Stay signed in")).to_be_hidden()
    site.get_by_role("button", name="Back to the page").click()
    site.clock.run_for(MINUTE)
    expect(site.get_by_role("dialog")).to_be_hidden()


def test_a_service_out_of_reach_is_said_and_can_be_tried_again(site: Page, stayed: dict[str, Any]) -> None:
    stayed["status"] = 503
    stayed["json"] = {"type": "about:blank"}
    site.clock.run_for(13 * MINUTE)
    site.get_by_role("button", name="Stay signed in").click()
    expect(site.get_by_role("alert")).to_contain_text("We could not reach the service.")
    expect(site.get_by_role("button", name="Stay signed in")).to_be_visible()


def test_who_is_no_longer_known_is_sent_to_the_sign_in_page(site: Page, stayed: dict[str, Any]) -> None:
    stayed["status"] = 401
    site.clock.run_for(13 * MINUTE)
    site.get_by_role("button", name="Stay signed in").click()
    expect(site).to_have_url("/en/sign-in?notice=session-ended")


@pytest.mark.req("S3")
def test_at_the_end_the_sign_in_page_says_why(site: Page) -> None:
    site.clock.run_for(15 * MINUTE)
    expect(site).to_have_url("/en/sign-in?notice=session-ended")


@pytest.mark.req("A2")
def test_rules_are_ticked_as_the_password_is_typed(site: Page) -> None:
    site.get_by_label("Email").fill("zoé.tremblay@example.com")
    site.get_by_label("Password", exact=True).fill("Zoe7!é")
    met = site.locator(".app-rules__rule--met")
    assert [rule.get_attribute("data-rule") for rule in met.all()] == ["digit:1", "upper:1", "lower:1"]
    site.clock.run_for(1000)
    expect(site.get_by_text("Rules met: 3 of 6")).to_be_attached()


@pytest.mark.req("A2", "S6")
def test_a_rule_about_a_field_that_the_form_does_not_have_is_left_to_the_server(site: Page) -> None:
    expect(site.locator(".app-rules li")).to_have_count(7)
    site.get_by_label("Password", exact=True).fill("Zoe7!é")
    site.clock.run_for(1000)
    expect(site.get_by_text("Rules met: 4 of 6")).to_be_attached()
    expect(site.locator("[data-rule='not:user_name']")).not_to_have_class("app-rules__rule--met")


@pytest.mark.req("X1")
def test_what_was_typed_survives_the_switch_of_language_but_no_password_does(site: Page) -> None:
    site.get_by_label("Email").fill("zoe@example.com")
    site.get_by_label("Password", exact=True).fill("a secret of mine")
    site.get_by_role("link", name="Français").click()
    expect(site).to_have_url("/fr/page")
    expect(site.get_by_label("Email")).to_have_value("zoe@example.com")
    expect(site.get_by_label("Password", exact=True)).to_have_value("")
    assert site.evaluate("sessionStorage.length") == 0
