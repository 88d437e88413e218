"""French pages and mails are French, and English ones English: nothing of the other language is left in them (X1)."""

from functools import cache

import html5lib
import pytest

from chalicelib.i18n.languages import TAGS
from chalicelib.outbox.render import render_email
from chalicelib.portal.text import LANGUAGES, Language
from tests.support.email_cases import Case, as_in
from tests.support.email_scenarios import EMAILS
from tests.support.portals import KEYS
from tests.support.tour import tour
from tests.support.words import foreign_words, is_english_sentence, read

pytestmark = pytest.mark.req("X1")
each_portal = pytest.mark.parametrize("key", KEYS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def texts(key: str, language: Language) -> list[tuple[str, str]]:
    """Return every text of every page of the portal, with the page's name; a title says several things."""
    pages = tour(key, language).items()
    read_out = [(name, text) for name, seen in pages for text in read(seen.tree, seen.tree.get("lang", ""))]
    return [(name, part) for name, text in read_out for part in text.split(" – ") if part]


@each_portal
@each_language
def test_no_page_holds_words_of_the_other_language(key: str, language: Language) -> None:
    assert [(name, text) for name, text in texts(key, language) if foreign_words(text, language)] == []


@each_portal
def test_no_french_page_holds_an_english_sentence_of_ours(key: str) -> None:
    assert [(name, text) for name, text in texts(key, "fr") if is_english_sentence(text)] == []


@each_portal
@each_language
def test_no_place_in_a_sentence_is_left_open(key: str, language: Language) -> None:
    left = [(name, text) for name, text in texts(key, language) if "%(" in text or "{{" in text]
    assert left == []


# --- mails ---


@pytest.mark.parametrize("case", EMAILS, ids=str)
@each_portal
@each_language
def test_no_mail_holds_words_of_the_other_language(key: str, case: Case, language: Language) -> None:
    world, sent = as_in(key, case)
    message = render_email(world, sent.replace(language=language))
    body = html5lib.parse(message.html, namespaceHTMLElements=False).find("body")  # a subject may be bilingual (A5)
    said = [*message.text.splitlines(), *read(body, TAGS[language])]
    assert [text for text in said if foreign_words(text, language)] == []


# --- that these tests can fail ---


@each_portal
def test_english_is_found_where_it_is(key: str) -> None:
    """Every page of the English tour, taken for a French one."""
    found = {name for name, text in texts(key, "en") if foreign_words(text, "fr") and is_english_sentence(text)}
    assert found == tour(key, "en").keys()


@each_portal
def test_french_is_found_where_it_is(key: str) -> None:
    found = {name for name, text in texts(key, "fr") if foreign_words(text, "en")}
    assert found == tour(key, "fr").keys()


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("Sign in", True),
        ("Signed in as zoe@example.org", True),
        ("at least 15 characters", True),
        ("Sessions", False),  # the same in both
        ("Ouvrir une session", False),
        ("Sign in to something else", False),
    ],
)
def test_our_sentences_are_known_whatever_they_hold(text: str, is_sentence: bool) -> None:  # noqa: FBT001
    assert is_english_sentence(text) is is_sentence
