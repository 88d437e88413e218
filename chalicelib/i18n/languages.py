"""Says phrases in French or English: gettext catalogues, with the English sentence as the key."""

from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.i18n import formats
from chalicelib.phrase import Phrase
from chalicelib.portal.text import LANGUAGES, Language, Text

LOCALE = Path(__file__).parent / "locale"
OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}
TAGS: dict[Language, str] = {"fr": "fr-CA", "en": "en-CA"}


@cache
def catalogue(language: Language) -> NullTranslations:
    """Return the language's messages; English needs none, its sentences are the keys."""
    if language == "en":
        return NullTranslations()
    with (LOCALE / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


def say(what: Phrase, language: Language, zone: ZoneInfo) -> str:
    """Return the sentence in the language, its places filled."""
    words = catalogue(language)
    said = words.ngettext(what.text, what.plural, what.data["count"]) if what.plural else words.gettext(what.text)
    return said.format(**{name: write(value, language, zone) for name, value in what.data.items()})


def write(value: Any, language: Language, zone: ZoneInfo) -> str:
    """Return a value as a sentence holds it."""
    match value:  # a record last: to tell one costs as much as to write a day
        case datetime():
            return formats.moment(value, zone, language)
        case Phrase():
            return say(value, language, zone)
        case list():
            return "; ".join(write(member, language, zone) for member in value)
        case Text():
            return value[language]
    return formats.written(value, zone, language)


def preferred(accept_language: str) -> Language:
    """Return the language of ours that the header likes best."""
    weights: dict[str, float] = {}
    for part in accept_language.replace(" ", "").split(","):
        tag, _, weight = part.partition(";q=")
        weights.setdefault(tag[:2].lower(), _number(weight))
    return max(LANGUAGES, key=lambda language: weights.get(language, 0.0))


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
