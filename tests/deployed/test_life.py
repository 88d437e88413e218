"""An application's whole life, by two browsers: the person's, and that of staff."""

import re
from collections.abc import Callable

import pytest
from pytest_playwright import CreateContextCallback

from chalicelib.portal.text import Language
from chalicelib.staff.actions.invitation import invite
from chalicelib.staff.inputs import InviteStaff, Roles
from infra.local.cloud import Cloud
from tests.deployed.conftest import Api, Mails
from tests.deployed.life import Applicant, Reviewer
from tests.deployed.people import activated, link_in, says

Origin = Callable[[str], str]
PORTAL, SERVICE = "social-work", "social-worker"
PASSWORD = "granite-Heron-47-lantern"
WORDS = {
    "fr": {
        "waiting": "Nous attendons ce document (votre université)",
        "filed": "Demande présentée",
        "asked": "Nous vous avons demandé",
        "approved": "Approuvée",
    },
    "en": {
        "waiting": "We are waiting for this document from your university",
        "filed": "Application submitted",
        "asked": "We asked you",
        "approved": "Approved",
    },
}
MAILS = {  # the newest first
    "fr": ["Décision sur votre demande", "Il nous faut autre chose de votre part", "Demande reçue"],
    "en": ["Your application is decided", "We need something more from you", "Application received"],
}


@pytest.fixture(params=[("fr", "page"), ("en", "page_without_scripts")], ids=" ".join)
def person(request: pytest.FixtureRequest, origin: Origin) -> Applicant:
    """Someone in a browser, with JavaScript or without."""
    language, name = request.param
    return Applicant(request.getfixturevalue(name), origin(PORTAL), language, with_scripts=name == "page")


@pytest.fixture
def staff(new_context: CreateContextCallback, person: Applicant, origin: Origin) -> Reviewer:
    """A member of staff in another browser."""
    return Reviewer(new_context().new_page(), origin(PORTAL), person.language)


@pytest.mark.req("F1", "F2", "F3", "F4", "F5", "F7", "F8", "S10", "W1", "W2", "X1", "X2")
def test_an_application_from_the_first_page_to_the_decision(
    cloud: Cloud, api: Api, mails: Mails, person: Applicant, staff: Reviewer, request: pytest.FixtureRequest
) -> None:
    email = f"applicant-{abs(hash(request.node.name))}@example.org"
    staff.join(_invitation(cloud, mails, f"staff-{email}", person.language), PASSWORD)
    person.sign_in(activated(api(PORTAL), mails, PORTAL, email, person.language))
    number = _applied(person, staff, WORDS[person.language])
    _reviewed(person, staff, number, WORDS[person.language])
    expected = MAILS[person.language]
    assert next(found for count in (4, 5) if (found := _about_the_file(mails, email, count, expected)) == expected)


def _invitation(cloud: Cloud, mails: Mails, email: str, language: Language) -> str:
    """Invite a reviewer who decides too, as an operator does; return the mailed link."""
    services = cloud.services(PORTAL)
    roles = Roles(reviewer=True, registrar=True)
    invite(services, InviteStaff(email=email, language=language, roles=roles), "operator", services.clock.now())
    return link_in(mails(PORTAL, email)[0])


def _about_the_file(mails: Mails, email: str, count: int, expected: list[str]) -> list[str]:
    """Wait for as many mails; return the subjects of those about the file. One about its fee may come between."""
    subjects = [re.split(r"\s?:", mail["subject"])[0] for mail in mails(PORTAL, email, count=count)]
    return [subject for subject in subjects if subject in expected]


def _applied(person: Applicant, staff: Reviewer, words: dict[str, str]) -> str:
    """Fill in a form, send the documents and submit; return the file's number."""
    number = person.begin(SERVICE)
    assert person.fill_in_everything() == 8
    person.send_documents()
    person.page.goto(f"{person.file}/check")
    says(person.page, words["waiting"])
    staff.send_for_third_party(number)
    person.submit()
    says(person.page, words["filed"])
    says(person.page, number)
    return number


def _reviewed(person: Applicant, staff: Reviewer, number: str, words: dict[str, str]) -> None:
    """Look at the file, ask the person, and decide."""
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
