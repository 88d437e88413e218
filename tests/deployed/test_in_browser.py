"""Accounts, by people in Chromium: with and without JavaScript, in both languages, on a screen and on a phone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Clock
from tests.deployed.people import BETTER, GOOD, activated, code_in, fill_in, identifier_in, link_in, press, says

Origin = Callable[[str], str]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE: ViewportSize = {"width": 375, "height": 812}
SCREEN: ViewportSize = {"width": 1280, "height": 900}
WORDS = {
    "fr": {
        "home": "Fermer la session",
        "activate": "Activer mon compte",
        "active": "Votre compte est activé.",
        "refused": "L’identifiant ou le mot de passe est inexact.",
        "problem": "Il y a un problème",
        "reset": "Votre mot de passe est modifié.",
        "elsewhere": "Vous avez ouvert le lien dans un autre navigateur",
    },
    "en": {
        "home": "Sign out",
        "activate": "Activate my account",
        "active": "Your account is active.",
        "refused": "The sign-in identifier or the password is not right.",
        "problem": "There is a problem",
        "reset": "Your password is changed.",
        "elsewhere": "You opened the link in another browser",
    },
}


@pytest.fixture(params=["scripts", "no scripts"])
def person(request: pytest.FixtureRequest, page: Page, page_without_scripts: Page) -> Page:
    return page if request.param == "scripts" else page_without_scripts


@pytest.fixture
def other_browser(browser: Browser) -> Iterator[Page]:
    """Another device of the same person."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.req("A1", "A3", "S1", "S2", "S4", "S6", "X1", "X2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("portal", ["citizen-account", "psychotherapy"])
def test_a_person_opens_an_account_is_locked_out_gets_back_in_and_leaves(
    person: Page, origin: Origin, mails: Mails, portal: str, language: str, request: pytest.FixtureRequest
) -> None:
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


def _pages(portal: str) -> list[str]:
    public = ["/", "/sign-in", "/password/forgotten", "/password/reset", "/identifier/forgotten"]
    public += ["/help", "/terms", "/privacy", "/accessibility"]
    return public + ([] if portal == "freight" else ["/sign-up", "/activate", "/activate/resend"])


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "portal", ["citizen-account", "financial-licensing", "freight", "psychotherapy", "social-work"]
)
def test_every_public_page_is_accessible_empty_and_in_error_on_screen_and_phone(
    page: Page, origin: Origin, portal: str, language: str
) -> None:
    for path in _pages(portal):
        page.set_viewport_size(SCREEN)
        page.goto(f"{origin(portal)}/{language}{path}")
        _is_accessible(page)
        page.set_viewport_size(PHONE)
        _fits(page)
        if page.locator("main form button[type=submit]").count():
            press(page)
            says(page, WORDS[language]["problem"])
            _is_accessible(page)
            _fits(page)


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_an_account_is_accessible(
    page: Page, origin: Origin, api: Api, mails: Mails, language: str
) -> None:
    at, email = f"{origin('citizen-account')}/{language}", f"accessible-{language}@example.org"
    activated(api("citizen-account"), mails, "citizen-account", email, language)
    page.goto(f"{at}/sign-in")
    fill_in(page, identifier=email, password=GOOD)
    for path in ("/account", "/account/password", "/account/sessions", "/"):
        page.set_viewport_size(SCREEN)
        page.goto(at + path)
        _is_accessible(page)
        page.set_viewport_size(PHONE)
        _fits(page)


def _is_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": WCAG})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
