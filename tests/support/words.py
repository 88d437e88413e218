"""What people read on a page, and in which language that is."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from chalicelib.portal.text import Language
from tests.support.catalogue import forms, sentences

READ = ("alt", "title", "aria-label", "placeholder", "content", "data-message", "data-met", "data-count")
NOT_READ = ("script", "style")
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")  # Rivière-aux-Rats is one: the name of a town is no sentence
ADDRESSES = re.compile(r"\S+@\S+|https?://\S+")
# Small words that only one of the languages has: where one stands, a sentence does.
SMALL_WORDS: dict[Language, set[str]] = {
    "en": {
        *("the", "you", "your", "we", "it", "its", "this", "that", "there"),
        *("is", "are", "was", "were", "has", "have", "will"),
        *("and", "of", "for", "with", "to", "from", "by", "in", "not"),
    },
    "fr": {
        *("le", "la", "les", "du", "des", "une", "vous", "votre", "vos", "nous", "il", "elle", "cette", "ces"),
        *("est", "sont", "sera", "et", "pour", "avec", "dans", "aux", "par", "pas"),
    },
}


def read(element: Element, language: str) -> Iterator[str]:
    """Yield every text of the page, and what is read out, but for what says that it is in another language."""
    if element.tag in NOT_READ or element.get("lang", language) != language:
        return
    yield from (_tidy(element.get(name, "")) for name in READ)
    yield _tidy(element.text or "")
    for child in element:
        yield from read(child, language)
        yield _tidy(child.tail or "")


@cache
def foreign_words(text: str, language: Language) -> set[str]:
    """Return the small words of the other language in a text."""
    other: Language = "en" if language == "fr" else "fr"
    return set(WORDS.findall(ADDRESSES.sub("", text).lower())) & SMALL_WORDS[other]


@cache
def is_english_sentence(text: str) -> bool:
    """Tell whether the text is one of our English sentences that is said otherwise in French."""
    return any(pattern.fullmatch(text) for pattern in _english())


@cache
def _english() -> tuple[re.Pattern[str], ...]:
    translated = [message for message in sentences() if forms(message.id) != forms(message.string)]
    said = [form for message in translated for form in forms(message.id)]
    return tuple(re.compile(_pattern(form)) for form in said if re.search(r"\w", PLACES.sub("", form)))


def _pattern(sentence: str) -> str:
    """Return what matches the sentence, whatever stands in its places."""
    return ".+".join(re.escape(_tidy(part.replace("%%", "%"), strip=False)) for part in PLACES.split(sentence))


def _tidy(text: str, *, strip: bool = True) -> str:
    tidy = re.sub(r"\s+", " ", text)
    return tidy.strip() if strip else tidy
