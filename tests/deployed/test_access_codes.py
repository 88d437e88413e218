"""Access codes on the packed app, without scripts: asked for, given, shared, grown old, closed (A7, S5, S6, E1)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright import CreateContextCallback

from chalicelib.accounts.actions.administration import Newcomer, admission
from chalicelib.portal import loader
from chalicelib.portal.text import Language
from chalicelib.staff.model import StaffRole
from chalicelib.unit_of_work import UnitOfWork
from infra.local.cloud import Cloud
from infra.ops.staff import invite_staff
from tests.deployed.conftest import Api, Mails
from tests.deployed.functions import Clock, Functions
from tests.deployed.life import Reviewer
from tests.deployed.people import BETTER, GOOD, fill_in, link_in, press, says
from tests.deployed.test_accessible import is_accessible
from tests.support.packed import CARRIER

Origin = Callable[[str], str]
PORTAL, NUMBER = "carrier", "104700995"
CODE = re.compile(r"(?:Code d’accès|Access code)\s*: (\d+)")
FORM = {"name": "Zoé Roy", "company": "Quincaillerie Roy", "phone": "514 555-0100"}
WORDS = {
    "fr": {
        "asked": "Demande envoyée",
        "who": "Qui êtes-vous?",
        "expired": "Votre mot de passe est expiré.",
        "earlier": "Vous avez déjà utilisé ce mot de passe.",
        "changed": "Votre mot de passe est modifié.",
        "refused": "L’identifiant ou le mot de passe est inexact.",
        "closed": "a été fermé",
        "unknown": "Aucun",
    },
    "en": {
        "asked": "Request sent",
        "who": "Who are you?",
        "expired": "Your password has expired.",
        "earlier": "You have used this password before.",
        "changed": "Your password is changed.",
        "refused": "The sign-in identifier or the password is not right.",
        "closed": "was closed",
        "unknown": "No shipment has the number",
    },
}


@pytest.fixture
def pages(new_context: CreateContextCallback) -> Callable[[], Page]:
    """`pages()` is a page of another browser, which runs no scripts."""
    return lambda: new_context(java_script_enabled=False).new_page()


class Employee:
    """Someone of a company, without scripts."""

    def __init__(self, page: Page, origin: str, language: Language) -> None:
        self.page = page
        self.at = f"{origin}/{language}"
        self.language = language
        self.email = f"zoe-{language}@quincaillerie.example"
        self.code = ""

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    def asks(self) -> None:
        self.page.goto(f"{self.at}/")
        self.page.locator("main a[href$='/requests/access']").first.click()
        for name, text in {**FORM, "email": self.email}.items():
            self.page.locator(f"main [name='answers.{name}']").fill(text)
        press(self.page)
        says(self.page, self.words["asked"])

    def chooses_a_password(self, mail: dict[str, str]) -> None:
        found = CODE.search(mail["text"].replace("\u00a0", " "))
        assert found, mail["text"]
        self.code = found[1]
        self.page.goto(link_in(mail))
        fill_in(self.page, password=GOOD)
        says(self.page, self.words["changed"])

    def signs_in(self, name: str | None = None, password: str = GOOD) -> None:
        self.page.goto(f"{self.at}/sign-in")
        fill_in(self.page, identifier=self.code, password=password)
        if name:
            says(self.page, self.words["who"])
            self.page.get_by_label(name).check()
            press(self.page)

    def adds_a_member(self, mails: Mails) -> None:
        self.page.goto(f"{self.at}/account/people")
        form = self.page.locator("main form[action$='/account/people']")
        form.locator("[name=name]").fill("Luc Roy")
        form.locator("[name=email]").fill(f"luc-{self.email}")
        form.locator(f"[name=language][value={self.language}]").check()
        form.locator("button").click()
        says(self.page, "Luc Roy")
        assert self.code in mails(PORTAL, f"luc-{self.email}")[0]["text"]
        self.page.locator("header button[form=sign-out]").click()

    def traces(self) -> None:
        self.page.goto(f"{self.at}/tracing")
        fill_in(self.page, numbers=NUMBER)
        says(self.page, self.words["unknown"])

    def is_asked_for_a_new_password(self) -> None:
        self.signs_in("Luc Roy")
        says(self.page, self.words["expired"])
        self.page.goto(f"{self.at}/account")
        expect(self.page).to_have_url(f"{self.at}/account/password")
        fill_in(self.page, current=GOOD, password=GOOD)
        says(self.page, self.words["earlier"])
        fill_in(self.page, current=GOOD, password=BETTER)
        says(self.page, self.words["changed"])

    def is_shut_out(self, mails: Mails) -> None:
        assert self.words["closed"] in mails(PORTAL, f"luc-{self.email}", count=3)[0]["text"]
        self.signs_in(password=BETTER)
        says(self.page, self.words["refused"])
        self.asks()  # for a new one


def clerk(page: Page, cloud: Cloud, origin: Origin, portal: str, folder: Path = loader.PORTALS) -> Reviewer:
    """Return someone who answers requests, signed in."""
    services = cloud.services(portal, folder)
    staff = invite_staff(services, f"clerk@{portal}.example", "en", [StaffRole.REVIEWER])
    assert staff.invitation
    token = staff.invitation.proof(staff.id).token(services.keyring)
    found = Reviewer(page, origin(portal), "en")
    found.join(f"{found.home}/invitation?token={token}", "granite-Heron-47-lantern")
    return found


def approve(staff: Reviewer, email: str) -> None:
    staff.page.goto(f"{staff.home}/requests")
    staff.page.locator("li", has_text=email).get_by_role("link").click()
    staff.page.locator("[name=decision][value=approved]").check()
    press(staff.page)


@pytest.mark.req("A7", "S6", "E1", "W3", "H8", "D5", "T1", "X1", "X2")
def test_a_code_is_asked_for_given_shared_renewed_after_three_months_and_closed_after_six(
    pages: Callable[[], Page],
    cloud: Cloud,
    mails: Mails,
    origin: Origin,
    clock: Callable[[str], Clock],
    functions: Callable[[str], Functions],
) -> None:
    time, staff = clock(PORTAL), clerk(pages(), cloud, origin, PORTAL, CARRIER.parent)
    languages: tuple[Language, ...] = ("fr", "en")
    people = [Employee(pages(), origin(PORTAL), language) for language in languages]
    for person in people:
        person.asks()
        approve(staff, person.email)
        person.chooses_a_password(mails(PORTAL, person.email, count=2)[0])
        person.signs_in()
        person.adds_a_member(mails)
        person.signs_in("Luc Roy")
        says(person.page, "Luc Roy")
        person.traces()
    time.advance(days=93)
    for person in people:
        person.is_asked_for_a_new_password()
    time.advance(days=186)
    functions(PORTAL).run("expire")
    for person in people:
        person.is_shut_out(mails)


@pytest.mark.req("A7", "S5", "T1", "X2")
def test_the_pages_of_access_codes_recovery_and_tracing_are_accessible(
    page: Page, cloud: Cloud, origin: Origin, api: Api
) -> None:
    portal, at = "freight", f"{origin('freight')}/fr"
    for path in ("/requests/access", "/requests/recovery", "/tracing", "/help"):
        page.goto(at + path)
        is_accessible(page)
        if path != "/help":
            press(page)
            is_accessible(page)
    page.goto(f"{at}/tracing/104700998,12")
    is_accessible(page)
    code = company(cloud, api)
    page.goto(f"{at}/sign-in")
    fill_in(page, identifier=code, password=GOOD)
    for path in ("/account", "/account/people", "/account/who", "/account/password", "/"):
        page.goto(at + path)
        is_accessible(page)
    answers = {**FORM, "email": "axe@example.org"}
    for kind in ("access", "recovery"):
        assert api(portal).post(f"/fr/requests/{kind}", {"answers": answers}).status == 202
    staff = clerk(page, cloud, origin, portal)
    page.goto(f"{staff.home}/requests")
    is_accessible(page)
    for link in [each.get_attribute("href") for each in page.locator("main li a").all()]:
        page.goto(f"{origin(portal)}{link}")
        is_accessible(page)


def company(cloud: Cloud, api: Api) -> str:
    """Let someone be admitted, choose the password and bring in another; return the access code."""
    services = cloud.services("freight")
    work = UnitOfWork(services, services.clock.now())
    account = admission(work, Newcomer("Zoé", "axe-zoe@example.org", "fr"))
    work.commit()
    assert account.reset
    token, code = account.reset.proof(account.id).token(services.keyring), account.identifiers["access_code"]
    client = api("freight")
    assert client.post("/fr/password/reset", {"token": token, "password": GOOD}).status == 200
    session = client.post("/fr/sign-in", {"identifier": code, "password": GOOD}).json()["session"]
    wish = {"name": "Ann", "email": "axe-ann@example.org", "language": "en"}
    assert client.post("/fr/account/people", wish, authorization=f"Bearer {session}").status == 200
    return code
