"""An application's whole life, by two browsers: the person's, and that of staff."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.portal.text import Language
from chalicelib.staff.actions.invitation import invite
from chalicelib.staff.inputs import InviteStaff, Roles
from infra.local.cloud import Cloud
from infra.ops.counter import services_of
from tests.deployed.conftest import Api, Mails
from tests.deployed.life import Applicant, Reviewer
from tests.deployed.people import activated, link_in, says

PORTAL, SERVICE = "social-work", "social-worker"
PASSWORD = "granite-Heron-47-lantern"
WORDS = {
    "fr": {
        "waiting": "Nous attendons ce document (votre université)",
        "filed": "Demande présentée",
        "asked": "Nous vous avons demandé",
        "approved": "Approuvée",
        "mails": ["Décision sur votre demande", "Il nous faut autre chose de votre part", "Demande reçue"],
    },
    "en": {
        "waiting": "We are waiting for this document from your university",
        "filed": "Application submitted",
        "asked": "We asked you",
        "approved": "Approved",
        "mails": ["Your application is decided", "We need something more from you", "Application received"],
    },
}


@pytest.fixture
def staff_page(browser: Browser) -> Iterator[Page]:
    """The browser of a member of staff."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def invitation(cloud: Cloud, mails: Mails, email: str, language: Language) -> str:
    """Invite a reviewer who decides too, as an operator does; return the mailed link."""
    services = services_of(cloud.target, PORTAL)
    roles = Roles(reviewer=True, registrar=True)
    invite(services, InviteStaff(email=email, language=language, roles=roles), "operator", services.clock.now())
    return link_in(mails(PORTAL, email)[0])


@pytest.mark.req("F1", "F2", "F3", "F4", "F5", "F7", "F8", "S10", "W1", "W2", "X1", "X2")
@pytest.mark.parametrize(
    ("language", "browser_of"), [("fr", "page"), ("en", "page"), ("fr", "page_without_scripts")]
)
def test_an_application_from_the_first_page_to_the_decision(
    cloud: Cloud,
    origin: Callable[[str], str],
    api: Api,
    mails: Mails,
    staff_page: Page,
    language: Language,
    browser_of: str,
    request: pytest.FixtureRequest,
) -> None:
    words, home, scripts = WORDS[language], f"{origin(PORTAL)}/{language}", browser_of == "page"
    email = f"applicant-{abs(hash(request.node.name))}@example.org"
    person = Applicant(request.getfixturevalue(browser_of), home)
    staff = Reviewer(staff_page, home)
    staff.join(invitation(cloud, mails, f"staff-{email}", language), PASSWORD)

    person.sign_in(activated(api(PORTAL), mails, PORTAL, email, language))
    number = person.begin(SERVICE)
    assert person.fill_in_everything() == 8
    person.send_documents(with_scripts=scripts)
    person.page.goto(f"{person.file}/check")
    says(person.page, words["waiting"])
    staff.send_for_third_party(number, with_scripts=True)
    person.submit()
    says(person.page, words["filed"])
    says(person.page, number)

    staff.open(number)
    staff.accept_documents()
    staff.ask("Où avez-vous travaillé en 2025?")
    person.page.goto(person.file)
    says(person.page, words["asked"])
    person.answer("À Port-Clair.")
    staff.page.goto(staff.file)
    says(staff.page, "À Port-Clair.")
    staff.decide("approved", "Bienvenue.")
    person.page.goto(person.file)
    says(person.page, words["approved"])
    says(person.page, "Bienvenue.")
    subjects = [mail["subject"] for mail in mails(PORTAL, email, count=4)]
    assert [subject.partition("\u00a0:")[0].partition(":")[0] for subject in subjects[:3]] == words["mails"]
    expect(person.page.locator("form[action$='/withdraw']")).to_have_count(0)
