"""A form can ask every kind of question; a broken one is refused with file, place and kind of fault (F1)."""

import shutil
from pathlib import Path

import pytest

from chalicelib.forms import catalogue
from chalicelib.forms.kinds.choice import ChoiceQuestion
from chalicelib.forms.service import Service
from chalicelib.portal.faults import PortalError
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

# (the file, what stands in it, what stands there instead, the place that is named, the kind of fault)
FAULTS = [
    (ODD, 'type = "money"', 'type = "gold"', f"{THING}.value", "union_tag_invalid"),
    (ODD, "least = 3", "lest = 3", f"{THING}.count.lest", "extra_forbidden"),
    (ODD, "least = 3", 'least = "three"', f"{THING}.count.least", "int_type"),
    (ODD, "least = 3", "least = 78", f"{THING}.count", "bounds_order"),
    (ODD, 'label = { fr = "Combien?", en = "How many?" }', "", f"{THING}.count.label", "missing"),
    (ODD, 'label = { fr = "Combien?", en = "How many?" }', 'label.fr = "?"', f"{THING}.count.label.en", "missing"),
    (ODD, 'key = "count"', 'key = "How many"', f"{THING}.How many.key", "string_pattern_mismatch"),
    (ODD, 'key = "count"', 'key = "value"', f"{THING}", "stands_twice"),
    (ODD, 'key = "count"', 'key = "email"', "pages", "stands_twice"),
    (ODD, 'options = "yes_or_no"', 'options = "perhaps"', f"{THING}.is_dangerous.options", "options"),
    (ODD, 'options = "yes_or_no"', "options = []", f"{THING}.is_dangerous.options", "too_short"),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "hue", among = ["other"]',
        f"{THING}.other_colour.when.field",
        "no_question",
    ),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "colours", among = ["blue"]',
        f"{THING}.other_colour.when.among",
        "no_answer",
    ),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "is_dangerous", among = ["yes"]',
        f"{THING}.other_colour.when.field",
        "condition_on_later",
    ),
    (
        ODD,
        'field = "colours", among = ["other"]',
        'field = "colours", among = []',
        f"{THING}.other_colour.when.among",
        "too_short",
    ),
    (
        ODD,
        'documents = ["drawing", "photograph"]',
        'documents = ["film"]',
        "pages.proof.questions.picture.documents",
        "no_document",
    ),
    (ODD, 'key = "drawing"', 'key = "photograph"', "documents", "stands_twice"),
    (ODD, 'drafts_kept = "P5D"', 'drafts_kept = "PT5H"', "drafts_kept", "period"),
    (ODD, 'audiences = ["person"]', "audiences = []", "eligibility.audiences", "too_short"),
    (ODD, 'holder = ["full_name"]', 'holder = ["name"]', "holder", "no_question"),
    (ODD, 'holder = ["full_name"]', 'holder = ["value"]', "holder", "no_line_for_a_name"),
    (
        ODD,
        'holder = ["full_name"]',
        'holder = ["code"]',
        "holder",
        "no_line_for_a_name",
    ),
    (ODD, 'holder = ["full_name"]', 'holder = ["other_colour"]', "holder", "no_line_for_a_name"),
    (ODDER, "[title]", "registers = true\n[title]", "holder", "no_holder"),
    (PERSON, "max_length = 17", "max_length = 0", "questions.full_name.max_length", "greater_than_equal"),
    (PERSON, r"'^[A-Z]{2}-\d{3}$'", "'[A-Z'", "questions.code.pattern", "pattern"),
    (PERSON, 'age = "P13Y"', 'age = "13"', "questions.birth_date.age", "period"),
    (PERSON, "[title]", 'when = "later"\n[title]', "when", "model_type"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of portals that has the example, as `wrong`."""
    shutil.copytree(EXAMPLES / "example", tmp_path / "wrong")
    return tmp_path


@pytest.mark.req("F1")
@pytest.mark.parametrize(("name", "right", "instead", "place", "kind"), FAULTS)
def test_a_fault_is_told_with_its_file_its_place_and_its_kind(
    folder: Path, name: str, right: str, instead: str, place: str, kind: str
) -> None:
    path = folder / "wrong" / "forms" / name
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, instead, 1))
    with pytest.raises(PortalError) as error:
        catalogue.load_catalogue("wrong", folder)
    assert (path, place, kind) in [
        (each.path, ".".join(map(str, each.place)), each.kind) for each in error.value.faults
    ]


def test_a_page_that_is_shared_but_does_not_exist_is_named(folder: Path) -> None:
    (folder / "wrong" / "forms" / PERSON).unlink()
    with pytest.raises(PortalError, match=r"no_page.*person"):
        catalogue.load_catalogue("wrong", folder)


def test_a_service_that_has_to_be_held_before_must_exist(folder: Path) -> None:
    (folder / "wrong" / "forms" / ODD).unlink()
    with pytest.raises(PortalError, match=r"no_services.*odd-permit"):
        catalogue.load_catalogue("wrong", folder)


def test_a_portal_without_forms_has_no_services(folder: Path) -> None:
    shutil.rmtree(folder / "wrong" / "forms")
    assert list(catalogue.load_catalogue("wrong", folder)) == []
