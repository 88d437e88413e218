"""Each portal has the services that its document promises, in words of both languages (REQUIREMENTS section 4)."""

import pytest

from chalicelib.forms.kinds.address import AddressQuestion
from chalicelib.forms.service import Service
from chalicelib.portal.periods import CalendarPeriod
from chalicelib.portal.text import LANGUAGES, Language
from tests.support.portals import KEYS, folder, portal_of
from tests.support.portals import catalogue_of as load
from tests.support.texts import texts
from tests.support.words import foreign_words

SERVICES = [(key, service.key) for key in KEYS for service in load(key)]
each_service = pytest.mark.parametrize(("portal", "key"), SERVICES)


def service(portal: str, key: str) -> Service:
    found = load(portal).service(key)
    assert found
    return found


# --- what the portals offer ---


@pytest.mark.req("F1", "F10")
@pytest.mark.parametrize(
    ("portal", "services"),
    [
        ("citizen-account", ["security-guard-licence", "small-claims"]),
        ("financial-licensing", ["service-provider-licence"]),
        ("freight", []),  # its document has nothing to apply for but an access code (REQUIREMENTS A7)
        ("psychotherapy", ["category-transfer", "registration"]),
        (
            "social-work",
            [
                "social-service-worker",
                "social-service-worker-second-category",
                "social-worker",
                "social-worker-second-category",
            ],
        ),
    ],
)
def test_a_portal_offers_what_its_document_says(portal: str, services: list[str]) -> None:
    assert sorted(each.key for each in load(portal)) == services


@each_service
def test_who_may_apply_are_audiences_of_the_portal(portal: str, key: str) -> None:
    audiences = {audience.key for audience in portal_of(portal).audiences}
    assert set(service(portal, key).eligibility.audiences) <= audiences


@pytest.mark.req("F10")
@pytest.mark.parametrize(
    ("key", "held"),
    [
        ("social-worker-second-category", "social-service-worker"),
        ("social-service-worker-second-category", "social-worker"),
    ],
)
def test_a_second_category_is_for_those_who_have_the_other_one(key: str, held: str) -> None:
    assert service("social-work", key).eligibility.approved_for == (held,)


@pytest.mark.req("F10")
def test_a_category_transfer_is_for_registrants() -> None:
    assert service("psychotherapy", "category-transfer").eligibility.audiences == ("registrant",)


@pytest.mark.req("M3", "M4")
def test_papers_bear_a_firms_legal_name_and_else_a_persons() -> None:
    holders = {key: service(portal, key).holder for portal, key in SERVICES}
    named = {"service-provider-licence": ("legal_name",), "small-claims": ("plaintiff_name",)}
    assert holders == {**dict.fromkeys(holders, ("given_names", "family_name")), **named}


@pytest.mark.req("F3")
def test_a_registration_in_psychotherapy_asks_forty_questions_on_eight_pages() -> None:
    form = service("psychotherapy", "registration")
    assert (len(form.pages), len(list(form.questions))) == (8, 40)


@pytest.mark.req("F3")
def test_documents_of_a_registration_in_psychotherapy_are_chosen_on_later_pages() -> None:
    form = service("psychotherapy", "registration")
    pages = [page.key for page in form.pages for asked in page.questions if asked.type == "document"]
    assert pages == ["identity", "education", "clinical-experience", "good-conduct"]


@pytest.mark.req("F4")
@pytest.mark.parametrize(
    ("portal", "key", "documents"),
    [
        ("psychotherapy", "registration", ["transcript", "credential_evaluation"]),
        ("psychotherapy", "category-transfer", ["examination_result"]),
        ("social-work", "social-worker", ["transcript", "credential_evaluation", "verification"]),
        ("financial-licensing", "service-provider-licence", ["good_standing"]),
        ("citizen-account", "security-guard-licence", []),
    ],
)
def test_some_documents_are_sent_by_others(portal: str, key: str, documents: list[str]) -> None:
    assert [each.key for each in service(portal, key).documents if each.sender] == documents


@pytest.mark.req("F9")
def test_a_licensee_says_what_the_postal_address_is() -> None:
    _, asked = service("financial-licensing", "service-provider-licence").where("postal_address")
    assert isinstance(asked, AddressQuestion)
    assert [kind.key for kind in asked.kinds] == ["head_office", "location", "records", "mailing"]


@pytest.mark.req("F11")
@each_service
def test_only_drafts_of_a_security_guards_licence_have_a_limit_of_their_own(portal: str, key: str) -> None:
    own = CalendarPeriod(months=0, days=30) if key == "security-guard-licence" else None
    assert service(portal, key).drafts_kept == own


@pytest.mark.req("W2")
@each_service
def test_only_a_licence_is_decided_by_two(portal: str, key: str) -> None:
    assert service(portal, key).four_eyes == (portal == "financial-licensing")


# --- their words ---


@pytest.mark.req("X1")
@pytest.mark.parametrize("portal", KEYS)
def test_nothing_is_said_in_one_language_only(portal: str) -> None:
    assert [place for place, text in texts(portal, tuple(load(portal))) if text.fr == text.en] == []


@pytest.mark.req("X1")
@pytest.mark.parametrize("portal", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_words_of_the_other_language(portal: str, language: Language) -> None:
    said = [text[language] for _, text in texts(portal, tuple(load(portal)))]
    assert [text for text in said if foreign_words(text, language)] == []


@pytest.mark.parametrize("portal", KEYS)
def test_every_page_that_is_there_to_be_shared_is_used(portal: str) -> None:
    shared = {path.stem for path in (folder(portal) / "forms" / "pages").glob("*.toml")}
    assert shared - {page.key for each in load(portal) for page in each.pages} == set()


@each_service
def test_no_page_asks_the_same_thing_twice(portal: str, key: str) -> None:
    for page in service(portal, key).pages:
        labels = [asked.label.fr for asked in page.questions]
        assert len(set(labels)) == len(labels)
