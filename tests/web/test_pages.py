"""Every page of every portal, in every state: sound HTML, a name of its own, nothing from elsewhere."""

import re

import pytest

from chalicelib.portal.text import LANGUAGES, Language
from tests.support.html import texts_of, values
from tests.support.portals import KEYS, portal_of
from tests.support.routes import PAGES
from tests.support.tour import tour

ERROR: dict[Language, str] = {"fr": "Erreur : ", "en": "Error: "}
HARMLESS = ("dialog", "get")  # methods of forms that change nothing
POINTERS = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls")
pytestmark = pytest.mark.parametrize(("key", "language"), [(key, language) for key in KEYS for language in LANGUAGES])


@pytest.mark.req("X2")
def test_every_page_is_sound_html(key: str, language: Language) -> None:
    assert {name: seen.faults for name, seen in tour(key, language).items() if seen.faults} == {}


@pytest.mark.req("X2")
def test_every_page_has_one_heading_and_a_title_that_says_where_one_is(key: str, language: Language) -> None:
    portal = portal_of(key)
    end = f" – {portal.name[language]} – {portal.body.name[language]}"
    for name, seen in tour(key, language).items():
        (title,) = texts_of(seen.tree, "title")
        assert title.endswith(end), name
        assert len(texts_of(seen.tree, "h1")) == 1, name


@pytest.mark.req("X2")
def test_a_title_begins_with_the_word_error_where_there_is_one(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        assert texts_of(seen.tree, "title")[0].startswith(ERROR[language]) is (seen.status >= 400), name


@pytest.mark.req("X2")
def test_no_two_pages_have_the_same_title(key: str, language: Language) -> None:
    names = [f"{route.path}, signed in" for route in PAGES]
    seen = [tour(key, language).get(name) for name in names]  # some pages send on: they need an earlier step
    titles = [texts_of(each.tree, "title")[0] for each in seen if each and each.status == 200]
    assert len(set(titles)) == len(titles) > 0


@pytest.mark.req("X2")
def test_ids_stand_once_and_whatever_points_to_one_finds_it(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        ids = values(seen.tree, "id")
        pointed = {word for found in values(seen.tree, *POINTERS) for word in found.split()}
        assert len(ids) == len(set(ids)), name
        assert pointed <= set(ids), name


@pytest.mark.req("X2")
def test_every_field_is_labelled(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        fields = [field for tag in ("input", "select", "textarea") for field in seen.tree.iter(tag)]
        shown = {field.get("id") for field in fields if field.get("type") != "hidden"}
        assert shown <= {label.get("for") for label in seen.tree.iter("label")}, name


@pytest.mark.req("SEC34")
def test_nothing_is_loaded_from_or_sent_to_elsewhere(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        linked = [link.get("href", "") for link in seen.tree.iter("link")]
        addresses = [*linked, *values(seen.tree, "src", "srcset", "action", "formaction", "poster", "data")]
        assert [each for each in addresses if not re.match(r"/(?!/)", each)] == [], name


@pytest.mark.req("SEC33")
def test_nothing_in_a_page_runs_that_its_own_policy_would_stop(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        attributes = {attribute for element in seen.tree.iter() for attribute in element.attrib}
        assert {each for each in attributes if each == "style" or each.startswith("on")} == set(), name
        assert [script.text for script in seen.tree.iter("script") if script.text] == [], name
        assert list(seen.tree.iter("style")) == [], name


@pytest.mark.req("SEC32")
def test_every_form_that_changes_something_carries_a_token(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        for form in (form for form in seen.tree.iter("form") if form.get("method") not in HARMLESS):
            tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token"]
            assert (form.get("method"), len(tokens)) == ("post", 1), name


@pytest.mark.req("SEC57", "X1")
def test_no_page_shows_a_password_again(key: str, language: Language) -> None:
    for name, seen in tour(key, language).items():
        passwords = [field for field in seen.tree.iter("input") if field.get("type") == "password"]
        assert [field.get("value") for field in passwords if field.get("value")] == [], name


@pytest.mark.req("S1", "SEC30")
def test_whoever_is_signed_in_can_sign_out_on_every_page(key: str, language: Language) -> None:
    signed_in = {name: seen for name, seen in tour(key, language).items() if name.endswith(", signed in")}
    assert signed_in
    for name, seen in signed_in.items():
        assert [each for each in seen.tree.iter("button") if each.get("form") == "sign-out"], name
