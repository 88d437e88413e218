"""Accounts, by people in Chromium: with and without JavaScript, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright import CreateContextCallback

from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Clock
from tests.deployed.people import BETTER, GOOD, activated, code_in, fill_in, identifier_in, link_in, press, says

Origin = Callable[[str], str]
WORDS = {
    "fr": {
        "home": "Fermer la session",
        "activate": "Activer mon compte",
        "active": "Votre compte est activé.",
        "refused": "L’identifiant ou le mot de passe est inexact.",
        "reset": "Votre mot de passe est modifié.",
        "elsewhere": "Vous avez ouvert le lien dans un autre navigateur",
    },
    "en": {
        "home": "Sign out",
        "activate": "Activate my account",
        "active": "Your account is active.",
        "refused": "The sign-in identifier or the password is not right.",
        "reset": "Your password is changed.",
        "elsewhere": "You opened the link in another browser",
    },
}


@pytest.fixture
def other_browser(new_context: CreateContextCallback) -> Page:
    """Another device of the same person."""
    return new_context().new_page()


@pytest.mark.req("A1", "A3", "S1", "S2", "S4", "S6", "X1", "X2")
@pytest.mark.parametrize(
    ("portal", "language", "browser_of"),  # each with each of the others once
    [
        ("citizen-account", "fr", "page"),
        ("citizen-account", "en", "page_without_scripts"),
        ("psychotherapy", "fr", "page_without_scripts"),
        ("psychotherapy", "en", "page"),
    ],
)
def test_a_person_opens_an_account_is_locked_out_gets_back_in_and_leaves(
    origin: Origin, mails: Mails, portal: str, language: str, browser_of: str, request: pytest.FixtureRequest
) -> None:
    person: Page = request.getfixturevalue(browser_of)
    words, at = WORDS[language], f"{origin(portal)}/{language}"
    email = f"person-{abs(hash(request.node.name))}@example.org"
    person.goto(f"{at}/sign-up")
    fill_in(person, email=email, password=GOOD, accept_terms=True)
    expect(person).to_have_url(f"{at}/activate")
    mail = mails(portal, email)[0]
    person.goto(link_in(mail))
    expect(person).to_have_url(f"{at}/activate")
    press(person, words["activate"])
    says(person, words["active"])
    identifier = identifier_in(mail, email)
    for _ in range(5):
        fill_in(person, identifier=identifier, password="wrong")
        says(person, words["refused"])
    fill_in(person, identifier=identifier, password=GOOD)
    says(person, words["refused"])
    person.goto(f"{at}/password/forgotten")
    fill_in(person, identifier=identifier, **({"email": email} if portal == "psychotherapy" else {}))
    person.goto(link_in(mails(portal, email, count=3)[0]))
    fill_in(person, password=BETTER)
    says(person, words["reset"])
    fill_in(person, identifier=identifier, password=BETTER)
    expect(person).to_have_url(f"{at}/account")
    person.goto(f"{at}/account/password")
    fill_in(person, current=BETTER, password=GOOD)
    says(person, words["reset"])
    person.get_by_role("button", name=words["home"]).first.click()
    expect(person).to_have_url(f"{at}/")
    person.goto(f"{at}/account")
    expect(person).to_have_url(f"{at}/sign-in")


@pytest.mark.req("A3", "SEC19")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_on_another_device_the_link_asks_for_the_code_and_the_code_opens_the_account(
    page: Page, other_browser: Page, origin: Origin, mails: Mails, language: str
) -> None:
    at, email = f"{origin('social-work')}/{language}", f"two-devices-{language}@example.org"
    page.goto(f"{at}/sign-up")
    fill_in(page, email=email, password=GOOD, accept_terms=True)
    mail = mails("social-work", email)[0]
    other_browser.goto(link_in(mail))
    says(other_browser, WORDS[language]["elsewhere"])
    fill_in(other_browser, email=email, code=code_in(mail))
    says(other_browser, WORDS[language]["active"])
    expect(other_browser).to_have_url(f"{at}/password/reset")


@pytest.mark.req("X1")
def test_the_language_switch_keeps_the_page_and_what_was_typed(page: Page, origin: Origin) -> None:
    page.goto(f"{origin('financial-licensing')}/fr/sign-up")
    page.fill("#email", "typed@example.org")
    page.fill("#password", GOOD)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{origin('financial-licensing')}/en/sign-up")
    expect(page.locator("#email")).to_have_value("typed@example.org")
    expect(page.locator("#password")).to_have_value("")


@pytest.mark.req("X2")
def test_an_error_is_said_first_in_the_title_and_leads_to_its_field(page: Page, origin: Origin) -> None:
    page.goto(f"{origin('citizen-account')}/fr/sign-up")
    fill_in(page, email="not an address")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Erreur\u00a0: ")
    page.locator(".govuk-error-summary a").first.click()
    expect(page.locator("#email")).to_be_focused()


@pytest.mark.req("S3", "X2")
def test_before_a_session_ends_one_is_warned_and_can_stay(
    page: Page, origin: Origin, api: Api, mails: Mails, clock: Callable[[str], Clock]
) -> None:
    time, identifier = clock("example"), activated(api("example"), mails, "example", "warned@example.org")
    page.clock.install()
    page.goto(f"{origin('example')}/en/sign-in")
    fill_in(page, identifier=identifier, password=GOOD)
    expect(page).to_have_url(f"{origin('example')}/en/account")
    time.advance(seconds=45)
    page.clock.fast_forward("00:45")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
