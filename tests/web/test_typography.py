"""Each language is set as its own typographers want it: French as the Office québécois de la langue française."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from chalicelib.i18n.formats import NBSP
from chalicelib.portal.text import Text
from tests.support.catalogue import forms, sentences
from tests.support.portals import KEYS, catalogue_of, portal_of
from tests.support.texts import texts

WRONG_IN_FRENCH = {
    "an ordinary space, or none, inside « »": rf"«(?!{NBSP})|(?<!{NBSP})»",
    "an ordinary space, or none, before a colon": rf"(?<![{NBSP}\d]):(?!//)",
    "a space before ; ! ?": rf"[\s{NBSP}][;!?]",
    "English quotation marks": r"[“”]",
    "a number that may part from its %": rf"(?<!{NBSP})%%",
}
WRONG_ANYWHERE = {
    "a straight quotation mark or apostrophe": r"[\"']",
    "three dots instead of an ellipsis": r"\.\.\.",
    "two spaces, but before a postal code": r"  (?![A-Z]\d[A-Z] \d[A-Z]\d$)",
    "a hyphen for a dash": r" - ",
    "a space at an end": r"^\s|\s$",
}


def in_portals() -> Iterator[tuple[str, Text]]:
    """Yield every text of every portal, and of its services, with its place."""
    for key in KEYS:
        yield from texts(key, portal_of(key))
        yield from texts(key, (*catalogue_of(key), *catalogue_of(key).requests.values()))


@cache
def french() -> list[str]:
    return [form for message in sentences() for form in forms(message.string)] + [text.fr for _, text in in_portals()]


@cache
def english() -> list[str]:
    return [form for message in sentences() for form in forms(message.id)] + [text.en for _, text in in_portals()]


@pytest.mark.req("X1")
@pytest.mark.parametrize("fault", WRONG_IN_FRENCH)
def test_french_has_its_own_spaces_and_marks(fault: str) -> None:
    assert [text for text in french() if re.search(WRONG_IN_FRENCH[fault], text)] == []


@pytest.mark.req("X1")
@pytest.mark.parametrize("fault", WRONG_ANYWHERE)
def test_neither_language_is_typed_as_on_a_typewriter(fault: str) -> None:
    assert [text for text in (*french(), *english()) if re.search(WRONG_ANYWHERE[fault], text)] == []


@pytest.mark.req("X1")
def test_english_has_no_french_spaces_and_marks() -> None:
    assert [text for text in english() if re.search(rf"[«»]|[\s{NBSP}][:;!?]", text)] == []


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("« Promotions »", "an ordinary space, or none, inside « »"),
        ("Voici: le code", "an ordinary space, or none, before a colon"),
        ("Voici : le code", "an ordinary space, or none, before a colon"),
        (f"Vraiment{NBSP}?", "a space before ; ! ?"),
    ],
)
def test_these_rules_find_what_they_look_for(text: str, fault: str) -> None:
    assert re.search(WRONG_IN_FRENCH[fault], text)


def test_there_is_much_to_look_at() -> None:
    assert len(list(in_portals())) >= 5 * 8
    assert len(french()) > 150
