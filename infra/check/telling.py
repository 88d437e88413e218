"""Tells a fault of a portal's files in one sentence, in French or in English."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from chalicelib.forms.registry import KINDS
from chalicelib.portal.faults import FileFault
from chalicelib.portal.text import Language
from infra.check.allowed import keys_at

SENTENCES = Path(__file__).with_name("sentences.toml")
SAME = {  # pydantic has several names for one reason
    "int_from_float": "int_type",
    "int_parsing": "int_type",
    "bool_parsing": "bool_type",
    "date_parsing": "date_type",
    "date_from_datetime_parsing": "date_type",
    "date_from_datetime_inexact": "date_type",
    "time_delta_parsing": "span",
    "time_delta_type": "span",
    "dict_type": "model_type",
    "model_attributes_type": "model_type",
}
BOUNDS = ("ge", "gt", "le", "lt")
MOST_NAMES = 20  # as many are listed; of more, the nearest is enough
LONGEST = 40  # characters of a value that is quoted
TIME_UNITS = (("D", 86400), ("H", 3600), ("M", 60), ("S", 1))


def tell(fault: FileFault, language: Language) -> str:
    """Return the file, the page, question and key, and the sentence."""
    where = ", ".join(_parts(fault.place, language))
    colon = " : " if language == "fr" else ": "
    return colon.join(part for part in (_relative(fault.path), where, _sentence(fault, language)) if part)


def language_of_the_terminal(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that the shell asks for: the first that is set, as programs take them."""
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "fr" if said.startswith("fr") else "en"


@cache
def sentences() -> dict[str, Any]:
    """Return what sentences.toml says."""
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


# --- the place ---


def _parts(place: tuple[int | str, ...], language: Language) -> Iterator[str]:
    """Yield page, question and the like by their names, then the key that the fault is of."""
    words, rest, keys = sentences()["parts"], list(place), []
    while rest:
        part = rest.pop(0)
        if isinstance(part, int):
            keys.append(words["entry"][language].format(number=part + 1))
        elif part in words and rest and not (part == "kinds" and isinstance(rest[0], int)):
            name = rest.pop(0)
            number = name + 1 if isinstance(name, int) else 0
            kind = "entry" if number and part != "fees" else part
            yield words[kind][language].format(name=name, number=number)
        else:
            keys.append(str(part))
    if keys:
        yield words["key"][language].format(name=".".join(keys))


# --- the sentence ---


def _sentence(fault: FileFault, language: Language) -> str:
    words = sentences()
    kind = SAME.get(fault.kind, fault.kind)
    facts = {**fault.facts, "found": _quoted(fault.facts.get("found"), language)}
    known = _known(fault, kind)
    facts["near"] = _near(_wrong_name(fault), known, language)
    facts["possible"] = _possible(known, language)
    for bound in BOUNDS:
        if bound in facts:
            facts["bound"] = _plain(_timedelta(facts[bound]))
    if kind == "string_pattern_mismatch":
        facts["pattern"] = _pattern(str(facts["pattern"]), language)
    if kind == "toml":
        facts |= _toml_place(fault, language)
    sentence: str = words["kinds"].get(kind, words["kinds"]["other"])[language]
    return sentence.format(**facts)


def _known(fault: FileFault, kind: str) -> list[str]:
    """Return the names that are possible at the place."""
    facts = fault.facts
    if "known" in facts:
        return [str(each) for each in facts["known"]]
    if kind == "literal_error":
        return re.findall(r"'([^']+)'", str(facts["expected"]))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return [*KINDS]
    if kind == "time_zone":
        return sorted(available_timezones())
    if fault.model and kind in ("extra_forbidden", "model_type"):
        return keys_at(fault.model, fault.location[:-1] if kind == "extra_forbidden" else fault.location)
    return []


def _wrong_name(fault: FileFault) -> str:
    if fault.kind == "extra_forbidden":
        return str(fault.place[-1])
    return str(fault.facts.get("name") or fault.facts.get("tag") or fault.facts.get("found"))


def _near(name: str, known: list[str], language: Language) -> str:
    nearest = get_close_matches(name, known, n=1)
    sentence: str = sentences()["near"][language]
    return sentence.format(nearest=nearest[0]) if nearest else ""


def _possible(known: list[str], language: Language) -> str:
    if len(known) > MOST_NAMES:
        return ""
    sentence: str = sentences()["possible" if known else "nothing"][language]
    return sentence.format(known=", ".join(known))


def _pattern(pattern: str, language: Language) -> str:
    described = {each["pattern"]: each[language] for each in sentences()["patterns"]}
    return str(described.get(pattern, pattern))


def _toml_place(fault: FileFault, language: Language) -> dict[str, str]:
    """Return the line that could not be read, where the reader of TOML says which."""
    found = re.search(r"line (\d+), column (\d+)", str(fault.facts["reason"]))
    lines = fault.path.read_text(encoding="utf-8").splitlines() or [""]
    number = int(found[1]) if found else len(lines)
    text = lines[min(number, len(lines)) - 1].strip()
    where = {"fr": f"ligne {number}, ", "en": f"line {number}, "}[language]
    return {"where": where, "line": _quoted(text, language)}


def _quoted(value: Any, language: Language) -> str:
    """Return a value as the file says it."""
    text = _plain(value) if not isinstance(value, dict) else "{ … }"
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return f"« {text} »" if language == "fr" else f"“{text}”"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return _iso(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_plain, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _iso(span: timedelta) -> str:
    """Return a span as files say it, in the largest unit that fits: PT45M."""
    seconds = round(span.total_seconds())
    unit, size = next((unit, size) for unit, size in TIME_UNITS if seconds % size == 0)
    return f"P{'' if unit == 'D' else 'T'}{seconds // size}{unit}"


def _timedelta(bound: Any) -> Any:
    """Return a bound of a span as a span: pydantic says `datetime.timedelta(days=1)`."""
    if "timedelta" not in str(bound):
        return bound
    return timedelta(**{unit: int(count) for unit, count in re.findall(r"(\w+)=(\d+)", str(bound))})
