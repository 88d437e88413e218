"""Rules of passwords (REQUIREMENTS A2; SECURITY SEC11-SEC13)."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.phrase import Phrase, counted, phrase
from chalicelib.portal.policies import PasswordPolicy

COMMON = Path(__file__).parent / "common_passwords.txt"  # most used first; made by infra/common_passwords.py
SHORTEST_PART = 3  # of a name; shorter ones are in every other word
SHORTEST_PIECE = 8  # that a password may consist of
DISGUISES = str.maketrans("@$0135", "asoies")  # p@ssw0rd is password


class Demand(NamedTuple):
    """One rule, shown before anyone types and named again where it is not met.

    `slug` lets the page's script tick it: `length:15`, `digit:1`, `not:email`; None where only the server can tell.
    """

    slug: str | None
    text: Phrase
    is_met: Callable[[str], bool]


def demands(policy: PasswordPolicy, names: Iterable[str] = (), context: Iterable[str] = ()) -> list[Demand]:
    """Return the rules for someone known by `names`, in a place known by the words of `context`."""
    digit = counted("at least {count} digit", "at least {count} digits", policy.min_digits)
    symbol = counted("at least {count} symbol", "at least {count} symbols", policy.min_symbols)
    lower = counted("at least {count} lower-case letter", "at least {count} lower-case letters", policy.min_lower)
    upper = counted("at least {count} upper-case letter", "at least {count} upper-case letters", policy.min_upper)
    kinds = [
        (policy.min_digits, "digit", digit, str.isdigit),
        (policy.min_symbols, "symbol", symbol, _is_symbol),
        (policy.min_lower, "lower", lower, str.islower),
        (policy.min_upper, "upper", upper, str.isupper),
    ]
    parts, words = _parts(names), _parts(context)
    length = counted("at least {count} character", "at least {count} characters", policy.min_length)
    return [
        Demand(f"length:{policy.min_length}", length, lambda p: policy.min_length <= len(p) <= policy.max_length),
        *(Demand(f"{slug}:{count}", text, _has(count, kind)) for count, slug, text, kind in kinds if count),
        Demand("not:email", phrase("no part of your user name"), lambda p: not _holds_one(_plain(p), parts)),
        Demand(None, phrase("not a word or password that is easy to guess"), lambda p: not _is_easy(p, words)),
    ]


def unmet(password: str, wanted: Iterable[Demand]) -> list[Phrase]:
    """Return the rules that the password breaks, as they were shown."""
    canonical = unicodedata.normalize("NFC", password)
    return [demand.text for demand in wanted if not demand.is_met(canonical)]


def is_expired(set_at: datetime, policy: PasswordPolicy, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether a new password is due (REQUIREMENTS S6)."""
    return policy.max_age is not None and policy.max_age.after(set_at, zone) <= now


def _holds_one(text: str, parts: set[str]) -> bool:
    return any(part in text for part in parts)


def _has(count: int, kind: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda password: sum(map(kind, password)) >= count


def _is_symbol(character: str) -> bool:
    return not (character.isalnum() or character.isspace())


def _parts(names: Iterable[str]) -> set[str]:
    """Return the words in names, plainly written: `Zoé.Côté_2` gives zoe and cote."""
    words = (word for name in names for word in re.split(r"[\W_]+", _plain(name)))
    return {word for word in words if len(word) >= SHORTEST_PART}


def _plain(text: str) -> str:
    """Return text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_easy(password: str, words: set[str]) -> bool:
    """Tell whether many have it, or it is a known word with digits and symbols around it, or a short piece repeated."""
    plain = _plain(password)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain).translate(DISGUISES)
    return plain in _common() or core in words or core in _most_common() or _repeats(plain)


def _repeats(text: str) -> bool:
    """Tell whether it is one short piece again and again."""
    period = (text + text).find(text, 1)
    return period < min(SHORTEST_PIECE, len(text))


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text().split())


@cache
def _most_common() -> frozenset[str]:
    return frozenset(COMMON.read_text().split()[:3000])
