"""Sentences are said in both languages, with everything that they hold."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.i18n.languages import OTHER, say
from chalicelib.phrase import Phrase, counted, phrase
from chalicelib.portal.text import LANGUAGES, Language, Text
from tests.support.catalogue import forms, sentences

TORONTO = ZoneInfo("America/Toronto")
PLACES = re.compile(r"%\(\w+\)\w|%%|\{\w+\}")
WHAT_IT_SAYS = [
    (phrase("Sign in"), "Ouvrir une session", "Sign in"),
    (
        phrase("A sentence that nobody collected"),
        "A sentence that nobody collected",
        "A sentence that nobody collected",
    ),
    (
        phrase(
            "This code has expired: it was valid for {lifetime}. Ask for a new email.", lifetime=timedelta(minutes=2)
        ),
        "Ce code est expiré : il était valable 2 minutes. Demandez un nouveau courriel.",
        "This code has expired: it was valid for 2 minutes. Ask for a new email.",
    ),
    (
        phrase(
            "The password does not meet these rules: {rules}.",
            rules=[
                counted("at least {count} digit", "at least {count} digits", 2),
                phrase("no part of your user name"),
            ],
        ),
        "Le mot de passe ne respecte pas ces règles : au moins 2 chiffres; aucune partie de votre nom d’utilisateur.",
        "The password does not meet these rules: at least 2 digits; no part of your user name.",
    ),
    (phrase("{name}", name=Text(fr="Ordre", en="College")), "Ordre", "College"),
    (
        phrase("{moment}", moment=datetime(2027, 3, 1, 20, 4, tzinfo=UTC)),
        "1er mars 2027 à 15 h 04",
        "March 1, 2027 at 3:04 p.m.",
    ),
]


def places(text: Any) -> set[tuple[str, ...]]:
    """Return the places of each of a sentence's forms."""
    return {tuple(sorted(PLACES.findall(form))) for form in forms(text)}


@pytest.mark.req("X1")
def test_every_place_of_an_english_sentence_is_in_the_french_one_and_vice_versa() -> None:
    assert [message.id for message in sentences() if places(message.id) != places(message.string)] == []


@pytest.mark.req("X1")
@pytest.mark.parametrize(("what", "french", "english"), WHAT_IT_SAYS)
def test_a_sentence_is_said_with_what_it_holds(what: Phrase, french: str, english: str) -> None:
    said = [say(what, language, TORONTO).replace("\u00a0", " ") for language in ("fr", "en")]
    assert said == [french, english]


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "au moins 0 chiffre", "at least 0 digits"),
        (1, "au moins 1 chiffre", "at least 1 digit"),
        (2, "au moins 2 chiffres", "at least 2 digits"),
    ],
)
def test_nothing_is_singular_in_french_and_plural_in_english(count: int, french: str, english: str) -> None:
    digits = counted("at least {count} digit", "at least {count} digits", count)
    assert [say(digits, language, TORONTO) for language in ("fr", "en")] == [french, english]


@pytest.mark.req("SEC63")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_into_a_sentence_is_not_read_as_a_sentence(language: Language) -> None:
    hostile: Any = "{0.__class__} {secret} %(secret)s"
    assert say(phrase("{name}", name=hostile), language, TORONTO) == hostile


def test_there_are_two_languages_each_the_others_other() -> None:
    assert [OTHER[OTHER[language]] for language in LANGUAGES] == list(LANGUAGES)
