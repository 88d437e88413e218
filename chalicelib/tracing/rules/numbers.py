"""Shipment numbers as people write and paste them: nine digits, with or without a dash or spaces (REQUIREMENTS T1)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LENGTH = 9
APART = re.compile(r"[\r\n\t,;|/&]+")  # what stands between numbers, never in one
DASHES = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
AROUND = "#:.()[]<>{}\"'«»“”"  # what may stand around a number


class Numbers(NamedTuple):
    """What was found in a text, each once: numbers, and what has digits but is none."""

    found: tuple[str, ...]
    malformed: tuple[str, ...]


def read_numbers(text: str) -> Numbers:
    """Return the numbers of a text. Words without digits are passed over."""
    plain = unicodedata.normalize("NFKC", text.translate(DASHES))
    pieces = [piece for part in APART.split(plain) for piece in _pieces(part.split())]
    numbers = {piece: re.sub(r"[ -]", "", piece) for piece in pieces}
    found = dict.fromkeys(number for number in numbers.values() if _is_number(number))
    malformed = dict.fromkeys(piece for piece, number in numbers.items() if not _is_number(number))
    return Numbers(tuple(found), tuple(malformed))


def _pieces(words: list[str]) -> Iterator[str]:
    """Yield what may be a number: `123 456 789` is one, `123456789 987654321` are two."""
    held: list[str] = []
    for word in (word.strip(AROUND) for word in words):
        if not any(map(str.isdigit, word)):
            continue
        if held and _count(word) == LENGTH:
            yield " ".join(held)
            held = []
        held.append(word)
        if sum(map(_count, held)) >= LENGTH:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _count(word: str) -> int:
    return sum(map(str.isdigit, word))


def _is_number(text: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{LENGTH}}}", text) is not None
