"""A form can ask every kind of question; a broken one is refused with its file, the place and the reason (F1)."""

import shutil
from pathlib import Path

import pytest

from chalicelib.forms import catalogue
from chalicelib.forms.kinds.choice import ChoiceQuestion
from chalicelib.forms.service import Service
from chalicelib.portal.loader import PortalError
from tests.conftest import EXAMPLES


def example(key: str) -> Service:
    found = catalogue.load_catalogue("example", EXAMPLES).service(key)
    assert found
    return found


@pytest.mark.req("F1")
def test_the_example_asks_every_kind_of_question() -> None:
    assert {asked.type for asked in example("odd-permit").questions} == {
        "address",
        "choice",
        "choices",
        "date",
        "declaration",
        "document",
        "email",
        "long_text",
        "money",
        "number",
        "phone",
        "postal_code",
        "text",
    }


def test_yes_or_no_is_said_in_one_word() -> None:
    _, asked = example("odd-permit").where("is_dangerous")
    assert isinstance(asked, ChoiceQuestion)
    assert [(option.key, option.label.fr) for option in asked.options] == [("yes", "Oui"), ("no", "Non")]


def test_services_share_a_page() -> None:
    odd, odder = (example(key) for key in ("odd-permit", "odder-permit"))
    assert odd.page("person") == odder.page("person")


# --- broken ones ---

ODD, ODDER, PERSON = "odd-permit.toml", "odder-permit.toml", "pages/person.toml"
THING = "pages.the-thing.questions"

# (the file, what stands in it, what stands there instead, the place that is named, the reason that is given)
FAULTS = [
    (ODD, 'type = "money"', 'type = "gold"', f"{THING}.value", "does not match any of the expected tags"),
    (ODD, "least = 3", "lest = 3", f"{THING}.count.lest", "Extra inputs are not permitted"),
    (ODD, "least = 3", 'least = "three"', f"{THING}.count.least", "valid integer"),
    (ODD, "least = 3", "least = 78", f"{THING}.count", "nothing is between 78 and 77"),
    (ODD, 'label = { fr = "Combien?", en = "How many?" }', "", f"{THING}.count.label", "Field required"),
    (ODD, 'label = { fr = "Combien?", en = "How many?" }', 'label.fr = "?"', f"{THING}.count.label.en", "required"),
    (ODD, 'key = "count"', 'key = "How many"', f"{THING}.How many.key", "match pattern"),
    (ODD, 'key = "count"', 'key = "value"', "pages.the-thing", "asked twice on page the-thing: value"),
    (ODD, 'key = "count"', 'key = "email"', "(whole file)", "email stands twice"),
    (ODD, 'options = "yes_or_no"', 'options = "perhaps"', f"{THING}.is_dangerous.options", "valid tuple"),
    (ODD, 'options = "yes_or_no"', "options = []", f"{THING}.is_dangerous.options", "at least 2 items"),
    (ODD, 'field = "colours", among = ["other"]', 'field = "hue", among = ["other"]', "(whole file)", "hue is not"),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "colours", among = ["blue"]',
        "(whole file)",
        "other_colour: colours is not answered blue before it",
    ),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "is_dangerous", among = ["yes"]',
        "(whole file)",
        "other_colour: is_dangerous is not answered yes before it",
    ),
    (ODD, 'field = "colours", among = ["other"]', 'field = "colours", among = []', f"{THING}.other_colour", "1 item"),
    (ODD, 'documents = ["drawing", "photograph"]', 'documents = ["film"]', "(whole file)", "picture: no such document"),
    (ODD, 'key = "drawing"', 'key = "photograph"', "(whole file)", "document photograph stands twice"),
    (ODD, 'drafts_kept = "P5D"', 'drafts_kept = "PT5H"', "drafts_kept", "not a calendar period"),
    (ODD, 'audiences = ["person"]', "audiences = []", "eligibility.audiences", "at least 1 item"),
    (ODD, 'holder = ["full_name"]', 'holder = ["name"]', "(whole file)", "holder: name is no line of text"),
    (ODD, 'holder = ["full_name"]', 'holder = ["value"]', "(whole file)", "holder: value is no line of text"),
    (
        ODD,
        'holder = ["full_name"]',
        'holder = ["code"]',
        "(whole file)",
        "holder: code is no line of text",
    ),
    (ODD, 'holder = ["full_name"]', 'holder = ["other_colour"]', "(whole file)", "holder: other_colour is no line"),
    (ODDER, "[title]", "registers = true\n[title]", "(whole file)", "holder: a registration has a certificate"),
    (PERSON, "max_length = 17", "max_length = 0", "questions.full_name.max_length", "greater than or equal to 1"),
    (PERSON, r"'^[A-Z]{2}-\d{3}$'", "'[A-Z'", "questions.code.pattern", "not a regular expression"),
    (PERSON, 'age = "P13Y"', 'age = "13"', "questions.birth_date.age", "not a calendar period"),
    (PERSON, "[title]", 'when = "later"\n[title]', "when", "Input should be a valid dictionary"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of portals that has the example, as `wrong`."""
    shutil.copytree(EXAMPLES / "example", tmp_path / "wrong")
    return tmp_path


@pytest.mark.req("F1")
@pytest.mark.parametrize(("name", "right", "instead", "place", "reason"), FAULTS)
def test_a_fault_is_told_with_its_file_its_place_and_its_reason(
    folder: Path, name: str, right: str, instead: str, place: str, reason: str
) -> None:
    path = folder / "wrong" / "forms" / name
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, instead, 1))
    with pytest.raises(PortalError) as error:
        catalogue.load_catalogue("wrong", folder)
    assert f"{path}: {place}" in str(error.value)
    assert reason in str(error.value)


def test_a_page_that_is_shared_but_does_not_exist_is_named(folder: Path) -> None:
    (folder / "wrong" / "forms" / PERSON).unlink()
    with pytest.raises(PortalError, match=r"pages/person\.toml: No such file"):
        catalogue.load_catalogue("wrong", folder)


def test_a_service_that_has_to_be_held_before_must_exist(folder: Path) -> None:
    (folder / "wrong" / "forms" / ODD).unlink()
    with pytest.raises(PortalError, match="approved_for names what is not there: odd-permit"):
        catalogue.load_catalogue("wrong", folder)


def test_a_portal_without_forms_has_no_services(folder: Path) -> None:
    shutil.rmtree(folder / "wrong" / "forms")
    assert list(catalogue.load_catalogue("wrong", folder)) == []
