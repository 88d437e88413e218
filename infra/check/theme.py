"""Checks a portal's theme.css: that it can be read, sets what the styles know, and leaves every text readable."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import tinycss2
from tinycss2 import ast

from chalicelib.portal.faults import FileFault
from infra.project import ROOT

DEFAULTS = ROOT / "styles" / "look" / "_theme.scss"
SETTING = re.compile(r"^\s*(--[a-z-]+):\s*([^;]+);", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{6}")
LENGTH = re.compile(r"0|\d*\.?\d+(px|rem|em)")
FONTS = re.compile(r"""(var\(--text-font\)|[\w-]+|"[^"<>;]+"|'[^'<>;]+')(\s*,\s*([\w-]+|"[^"<>;]+"|'[^'<>;]+'))*""")
ALIKE = "// The same in every portal"  # from this line on, the defaults can't be set by a portal
WHITE = "white"
TEXT, CONTROL = 4.5, 3.0  # the least contrast of text, and of what shows where a control is (WCAG 1.4.3, 1.4.11)

# (what is seen, what it is seen on, at least)
PAIRS = [
    *((colour, ground, TEXT) for ground in (WHITE, "--surface") for colour in ("--text", "--secondary-text")),
    *((f"--link{state}", ground, TEXT) for ground in (WHITE, "--surface") for state in ("", "-hover", "-visited")),
    *((colour, WHITE, TEXT) for colour in ("--brand", "--brand-dark", "--error", "--success")),
    ("--brand-dark", "--surface", TEXT),
    ("--on-brand", "--brand", TEXT),
    ("--on-brand", "--brand-dark", TEXT),
    ("--on-header", "--header", TEXT),
    ("--on-button", "--button", TEXT),
    ("--on-button", "--button-hover", TEXT),
    ("--text", "--focus", TEXT),
    ("--button", WHITE, CONTROL),
    ("--field-border", WHITE, CONTROL),
    ("--error", "#fdf4f3", TEXT),  # the error summary's ground
    ("--success", "#f0f8f4", TEXT),  # the notice's
]


def theme_faults(path: Path) -> Iterator[FileFault]:
    """Yield what is wrong with a theme."""
    set_here: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            yield FileFault(path, (), "broken_css", {"line": rule.source_line})
        elif rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
            yield FileFault(path, (), "other_css", {"line": rule.source_line})
        else:
            yield from _settings(path, rule, set_here)
    yield from _pale(path, set_here)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours #rrggbb, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def defaults() -> dict[str, str]:
    """Return what holds where a theme sets nothing, by the property."""
    return dict(SETTING.findall(DEFAULTS.read_text(encoding="utf-8")))


def settable() -> list[str]:
    """Return the properties that a theme may set."""
    return [name for name, _ in SETTING.findall(DEFAULTS.read_text(encoding="utf-8").partition(ALIKE)[0])]


def _settings(path: Path, rule: ast.QualifiedRule, set_here: dict[str, str]) -> Iterator[FileFault]:
    for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        line = {"line": each.source_line}
        if each.type != "declaration":
            yield FileFault(path, (), "broken_css", line)
        elif each.name not in settable():
            yield FileFault(path, (), "no_property", {**line, "name": each.name, "known": settable()})
        else:
            value = tinycss2.serialize(each.value).strip()
            kind, pattern = _needed(each.name)
            if pattern.fullmatch(value):
                set_here[each.name] = value
            else:
                yield FileFault(path, (), kind, {**line, "name": each.name, "found": value, "known": []})


def _needed(name: str) -> tuple[str, re.Pattern[str]]:
    """Return what a property's value must be, and the kind of fault if it is not."""
    if name == "--heading-font":
        return "not_a_font", FONTS
    return ("not_a_length", LENGTH) if name == "--radius" else ("not_a_colour", COLOUR)


def _pale(path: Path, set_here: dict[str, str]) -> Iterator[FileFault]:
    colours = {**defaults(), **set_here, WHITE: "#ffffff"}
    for front, ground, least in PAIRS:
        ratio = contrast(colours.get(front, front), colours.get(ground, ground))
        if ratio < least:
            shown = {"front": front, "ground": ground, "ratio": f"{ratio:.1f}", "least": f"{least:.1f}"}
            yield FileFault(path, (), "pale", shown)


def _luminance(colour: str) -> float:
    channels = [int(colour[i:j], 16) / 255 for i, j in pairwise((1, 3, 5, 7))]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
