"""Every page of the review, with all that can stand on it, in both languages: sound HTML, labelled, and French."""

from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

import html5lib
import pytest

from chalicelib.applications.actions.find import folder_of
from chalicelib.applications.model import ApplicationState
from chalicelib.portal.text import LANGUAGES, Language
from chalicelib.staff.model import StaffRole
from tests.support.applications import filled
from tests.support.documents import sent
from tests.support.html import texts_of, values
from tests.support.http import Answer
from tests.support.review import Office, document_in, file_in, path
from tests.support.staff import ANNE, staff_browser
from tests.support.words import is_english_sentence, read

POINTERS = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls")
each_language = pytest.mark.parametrize("language", LANGUAGES)


class Sight:
    """A page that was seen."""

    def __init__(self, answer: Answer) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.status = answer.status
        self.tree: Element = parser.parse(answer.body)
        self.faults = [code for _, code, _ in parser.errors]


@cache
def _tour(language: Language) -> dict[str, Sight]:
    return {name: Sight(answer) for name, answer in _pages(language)}


def _pages(language: Language) -> Iterator[tuple[str, Answer]]:
    office = Office()
    world = office.world
    browser = office.browser(language=language)
    queue = f"/{language}/staff/queue"
    yield "nothing waits", browser.get(queue)
    file, begun = (
        file_in(world, ApplicationState.IN_REVIEW, email="p1@example.org"),
        filled(world, email="p2@example.org"),
    )
    yield "queue", browser.get(queue)
    yield "nothing fits", browser.get(f"{queue}?state=on-hold")
    yield "nothing found", browser.post(f"{queue}/find", number="999999999")
    photograph, drawing = (document_in(world, file, slot).id for slot in ("photograph", "drawing"))
    sent(world, folder=folder_of(file), slot="photograph")
    office.basil.post(path(file, "documents", photograph), decision="accept")
    office.basil.post(path(file, "documents", drawing), decision="refuse", reason="Trop sombre.")
    office.basil.post(path(file, "note"), text="Vu.")
    office.anne.post(path(file, "decision"), decision="approved", reason="Bien.")
    yield "file", browser.get(path(file, language=language))
    for form in ("assignment", "note", "question", "hold", "decision", f"documents/{drawing}", "third-party"):
        yield form, browser.get(path(file, form, language=language))
        if form not in ("third-party", "decision"):
            yield f"{form}, empty", browser.post(path(file, form, language=language))
    yield "decision, empty", browser.post(path(file, "decision", language=language))
    office.basil.post(path(file, "question"), text="Pourquoi ?")
    yield "file that waits", browser.get(path(file, language=language))
    yield "too late", browser.get(path(file, "hold", language=language))
    yield "draft", browser.get(path(begun, "third-party", language=language))
    expected = browser.post(path(begun, "third-party", language=language), slot="expertise")
    yield "upload", browser.get(expected.location)
    clerk = staff_browser(world, office.app, StaffRole.FINANCE, email=f"fin-{ANNE}", language=language)
    yield "not your role", clerk.get(queue)


@pytest.mark.req("X2")
@each_language
def test_every_page_is_sound_html_with_one_heading_and_labelled_fields(language: Language) -> None:
    for name, seen in _tour(language).items():
        assert (seen.faults, len(texts_of(seen.tree, "h1"))) == ([], 1), name
        fields = [field for tag in ("input", "select", "textarea") for field in seen.tree.iter(tag)]
        shown = {field.get("id") for field in fields if field.get("type") != "hidden"}
        assert shown <= {label.get("for") for label in seen.tree.iter("label")}, name


@pytest.mark.req("X2")
@each_language
def test_ids_stand_once_and_whatever_points_to_one_finds_it(language: Language) -> None:
    for name, seen in _tour(language).items():
        ids = values(seen.tree, "id")
        pointed = {word for found in values(seen.tree, *POINTERS) for word in found.split()}
        assert (len(ids), pointed - set(ids)) == (len(set(ids)), set()), name


@pytest.mark.req("X1")
def test_no_french_page_holds_an_english_sentence_of_ours() -> None:
    texts = [(name, text) for name, seen in _tour("fr").items() for text in read(seen.tree, "fr-CA")]
    parts = [(name, part) for name, text in texts for part in text.split(" – ") if part]
    assert [each for each in parts if is_english_sentence(each[1])] == []


@pytest.mark.req("X2")
@each_language
def test_each_state_of_a_page_has_the_status_that_it_says(language: Language) -> None:
    statuses = {name: seen.status for name, seen in _tour(language).items()}
    special = {"nothing found": 422, "too late": 409, "not your role": 403}
    assert statuses == {name: special.get(name, 422 if name.endswith("empty") else 200) for name in statuses}
