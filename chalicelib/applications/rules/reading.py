"""Reads what people write, in the ways that they write it: lines, days, figures, amounts, telephone numbers."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.canonical import canonical_email, canonical_postal_code
from chalicelib.portal.periods import CalendarPeriod

CENTS = 100
# Controls, halves of pairs, and what turns the reading direction: no text needs them, and they can forge one (SEC63).
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")  # of lines, as systems and word processors write them
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAY_PARTS = {"year": r"[0-9]{4}", "month": r"[0-9]{1,2}", "day": r"[0-9]{1,2}"}
FIGURES = re.compile(r"-?[0-9]{1,18}")
AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?")
NATIONAL = re.compile(r"(?:\+?1)?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
INTERNATIONAL = re.compile(r"\+[0-9]{7,15}")


class Wrong(ValueError):  # noqa: N818 -- a noun: what is wrong is the answer
    """The answer is none of this kind."""


def line(text: str) -> str:
    if FORBIDDEN.search(text):
        raise Wrong
    return text


def lines(text: Any) -> Any:
    """Return text with one kind of line break."""
    if not isinstance(text, str):
        return text
    one_kind = BREAKS.sub("\n", text)
    line(re.sub(r"[\n\t]", " ", one_kind))
    return one_kind


def whole_match(text: str, pattern: str) -> str:
    if not re.fullmatch(pattern, text):
        raise Wrong
    return text


def day(raw: Any) -> date:
    """Read `2026-03-01`, or the three parts of a form."""
    found = ISO_DAY.fullmatch(raw) if isinstance(raw, str) else None
    parts = found.groups() if found else _parts(raw)
    try:
        return date(*map(int, parts))
    except ValueError as error:  # 30 February
        raise Wrong from error


def _parts(raw: Any) -> tuple[str, ...]:
    """Return year, month and day. A year has four figures: who writes 90 may mean another one than we think."""
    if not (isinstance(raw, dict) and raw.keys() == DAY_PARTS.keys()):
        raise Wrong
    return tuple(whole_match(str(raw[part]).strip(), pattern) for part, pattern in DAY_PARTS.items())


def has_passed(age: CalendarPeriod, since: date, today: date) -> bool:
    """Tell whether someone born that day is this old. Who was born on 29 February is a year older on 1 March."""
    years, month = divmod(since.month - 1 + age.months, 12)
    by = today - timedelta(days=age.days)
    return (since.year + years, month + 1, since.day) <= (by.year, by.month, by.day)


def figures(raw: Any) -> int:
    """Read « 1 234 »."""
    text = re.sub(r"\s", "", str(raw))
    return int(whole_match(text, FIGURES.pattern))


def cents(raw: Any) -> int:
    """Read « 1 234,50 $ » or `$1,234.50`: dollars, as both languages write them."""
    text = re.sub(r"[\s$]", "", str(raw))
    text = re.sub(r",(?=[0-9]{3}(?![0-9]))", "", text).replace(",", ".")
    return int(Decimal(whole_match(text, AMOUNT.pattern)) * CENTS)


def email(text: str) -> str:
    if canonical_email(line(text)) is None:
        raise Wrong
    return text


def phone(text: str) -> str:
    """Return « 613 555-0100 », or a number of another country without its spaces."""
    digits = re.sub(r"[\s().\u2010-\u2013-]", "", text)  # hyphens and dashes of all lengths
    national = NATIONAL.fullmatch(digits)
    return "{} {}-{}".format(*national.groups()) if national else whole_match(digits, INTERNATIONAL.pattern)


def postal_code(text: str) -> str:
    """Return « A1C 6L9 »."""
    found = canonical_postal_code(text)
    if found is None:
        raise Wrong
    return found
