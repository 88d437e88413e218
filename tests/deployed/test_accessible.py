"""Pages in Chromium, read as people with assistive technology and people with a phone do."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.deployed.conftest import Api, Mails
from tests.deployed.people import GOOD, activated, fill_in, press, says

Origin = Callable[[str], str]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ONLY = {"runOnly": WCAG, "resultTypes": ["violations"]}  # to list all that is right takes longer than to look
PHONE: ViewportSize = {"width": 320, "height": 568}  # the narrowest that pages have to fit (WCAG 1.4.10)
SCREEN: ViewportSize = {"width": 1280, "height": 900}
PROBLEM = {"fr": "Il y a un problème", "en": "There is a problem"}


def _pages(portal: str) -> list[str]:
    public = ["/", "/sign-in", "/password/forgotten", "/password/reset", "/identifier/forgotten"]
    public += ["/help", "/terms", "/privacy", "/accessibility"]
    return public + ([] if portal == "freight" else ["/sign-up", "/activate", "/activate/resend"])


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize(("portal", "language"), [("citizen-account", "fr"), ("psychotherapy", "en")])
def test_every_public_page_is_accessible_empty_and_in_error(
    page: Page, origin: Origin, portal: str, language: str
) -> None:
    for path in _pages(portal):
        page.goto(f"{origin(portal)}/{language}{path}")
        is_accessible(page)
        if page.locator("main form button[type=submit]").count():
            press(page)
            says(page, PROBLEM[language])
            is_accessible(page)


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize(
    ("portal", "language"), [("financial-licensing", "fr"), ("freight", "en"), ("social-work", "fr")]
)
def test_a_page_of_each_kind_is_accessible_in_the_colours_of_every_other_portal(
    page: Page, origin: Origin, portal: str, language: str
) -> None:
    """The templates are the same everywhere."""
    for path in ("/", "/help", "/sign-in"):
        page.goto(f"{origin(portal)}/{language}{path}")
        is_accessible(page)
    press(page)
    says(page, PROBLEM[language])
    is_accessible(page)


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "portal", ["citizen-account", "financial-licensing", "freight", "psychotherapy", "social-work"]
)
def test_no_public_page_is_wider_than_a_phone(page: Page, origin: Origin, portal: str, language: str) -> None:
    page.set_viewport_size(PHONE)
    for path in _pages(portal):
        page.goto(f"{origin(portal)}/{language}{path}")
        _fits(page)
    page.goto(f"{origin(portal)}/{language}/sign-in")
    press(page)
    _fits(page)


@pytest.mark.req("X1", "X2")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_an_account_is_accessible(
    page: Page, origin: Origin, api: Api, mails: Mails, language: str
) -> None:
    at, email = f"{origin('citizen-account')}/{language}", f"somebody.with-a-long-name-{language}@access.example.org"
    activated(api("citizen-account"), mails, "citizen-account", email, language)
    page.goto(f"{at}/sign-in")
    fill_in(page, identifier=email, password=GOOD)
    for path in ("/account", "/account/mail", "/account/password", "/account/sessions", "/"):
        reads_well(page, at + path)


def reads_well(page: Page, address: str) -> None:
    """Hold a page to what it has to be on a screen, and on a phone."""
    page.set_viewport_size(SCREEN)
    page.goto(address)
    is_accessible(page)
    page.set_viewport_size(PHONE)
    _fits(page)


def is_accessible(page: Page) -> None:
    found = Axe().run(page, options=ONLY)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
