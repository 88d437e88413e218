"""Answers as they were typed, before they are checked: characters, line breaks, ticked boxes, parts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

YES = "yes"  # the value of a box that is ticked
NOTHING = "–"  # stands where an answer is empty
LISTS = (list, tuple)
# Controls, halves of pairs, and what turns the reading direction: no text needs them, and they can forge one (SEC63).
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")  # of lines, as systems and word processors write them


class AnswerError(ValueError):
    """The answer is not of the question's kind."""


# --- checks ---


def check_line(text: str) -> str:
    """Return text that has no forbidden character; raise AnswerError."""
    if FORBIDDEN.search(text):
        raise AnswerError
    return text


def unify_breaks(text: Any) -> Any:
    """Return text with one kind of line break; raise AnswerError for a forbidden character."""
    if not isinstance(text, str):
        return text
    unified = BREAKS.sub("\n", text)
    check_line(re.sub(r"[\n\t]", " ", unified))
    return unified


def match_whole(text: str, pattern: str) -> str:
    """Return text that matches the pattern from end to end; raise AnswerError."""
    if not re.fullmatch(pattern, text):
        raise AnswerError
    return text


# --- unchecked answers ---


def filled(raw: Any) -> Any:
    """Return an answer without its empty parts; None if nothing is left. 0 is an answer."""
    match raw:
        case dict():
            return {part: value for part, value in raw.items() if filled(value) is not None} or None
        case str():
            return raw if raw.strip() else None
        case False | []:
            return None
    return raw


def chosen_keys(raw: Any) -> frozenset[str]:
    """Return the keys that were chosen: one key, a list of keys, or the keys of ticked boxes."""
    if isinstance(raw, dict):
        return frozenset(key for key, ticked in raw.items() if ticked in (YES, True))
    if isinstance(raw, LISTS):
        return frozenset(str(key) for key in raw)
    return frozenset({YES if raw is True else str(raw)}) if raw else frozenset()


def as_text(raw: Any) -> str:
    """Return an answer as text, without the differences that browsers and programs add when they send it."""
    return "" if raw is None or raw is False else BREAKS.sub("\n", str(raw)).strip()


def as_texts(raw: Any) -> Any:
    """Return an answer as text, or as texts by part without the empty ones."""
    if isinstance(raw, dict):
        return {part: text for part, value in raw.items() if (text := as_text(value))}
    return as_text(raw)


def join_parts(raw: Mapping[str, Any], parts: Iterable[str], separator: str) -> str:
    """Return the parts that are filled as one text, in this order."""
    return separator.join(as_text(raw[part]) for part in parts if raw.get(part)) or NOTHING
