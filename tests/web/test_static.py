"""What browsers load: the styles, the script, each portal's theme and mark."""

import gzip
import json
import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from chalicelib.portal import loader
from chalicelib.web.assets import STATIC

ROOT = STATIC.parents[2]
STYLES = ROOT / "styles"
FIRST_PAGE_BUDGET = 40_000  # bytes, compressed (PERFORMANCE: static assets of the first page)
TEXT, UI = 4.5, 3.0  # the least contrast of text, and of what shows where a control is (WCAG 1.4.3, 1.4.11)

UNSTYLED = {"govuk-table__body", "govuk-table__head", "govuk-table__row"}  # named in the component's markup alone
SETTING = re.compile(r"^\s*(--[a-z-]+):\s*([^;]+);", re.MULTILINE)

# (what is seen, what it is seen on, at least)
PAIRS = [
    *((colour, ground, TEXT) for ground in ("white", "--surface") for colour in ("--text", "--secondary-text")),
    *((f"--link{state}", ground, TEXT) for ground in ("white", "--surface") for state in ("", "-hover", "-visited")),
    *((colour, "white", TEXT) for colour in ("--brand", "--brand-dark", "--error", "--success")),
    ("--brand-dark", "--surface", TEXT),
    ("--on-brand", "--brand", TEXT),
    ("--on-brand", "--brand-dark", TEXT),
    ("--on-header", "--header", TEXT),
    ("--on-button", "--button", TEXT),
    ("--on-button", "--button-hover", TEXT),
    ("--text", "--focus", TEXT),
    ("--button", "white", UI),
    ("--field-border", "white", UI),
    ("--error", "#fdf4f3", TEXT),  # the error summary's ground
    ("--success", "#f0f8f4", TEXT),  # the notice's
]


def settings(path: Path) -> dict[str, str]:
    return dict(SETTING.findall(path.read_text()))


DEFAULTS = settings(STYLES / "look" / "_theme.scss")
THEMES = {key: settings(loader.PORTALS / key / "theme.css") for key in loader.keys()}  # noqa: SIM118 -- not a dict


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG defines it."""
    channels = [int(colour[i:j], 16) / 255 for i, j in pairwise((1, 3, 5, 7))]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.req("X2")
@pytest.mark.parametrize("key", ["", *THEMES])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_what_is_read_stands_out_from_its_ground(key: str, front: str, ground: str, least: float) -> None:
    colours = {**DEFAULTS, **THEMES.get(key, {}), "white": "#ffffff"}
    assert contrast(colours.get(front, front), colours.get(ground, ground)) >= least


@pytest.mark.parametrize("key", THEMES)
def test_a_theme_sets_only_what_the_styles_know(key: str) -> None:
    assert THEMES[key].keys() <= DEFAULTS.keys()


@pytest.mark.parametrize("key", THEMES)
def test_the_first_page_loads_little(key: str) -> None:
    portal = loader.PORTALS / key
    loaded = [STATIC / "main.css", STATIC / "main.js", portal / "theme.css", portal / "mark.svg"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) <= FIRST_PAGE_BUDGET


def test_nothing_is_loaded_from_elsewhere() -> None:
    served = [*STATIC.iterdir(), *loader.PORTALS.glob("*/theme.css"), *loader.PORTALS.glob("*/mark.svg")]
    addresses = {address for path in served for address in re.findall(r"https?://[^\s\"')]+|url\(", path.read_text())}
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of a language, not an address


@pytest.mark.parametrize("word", ["GDS Transport", "crown", "govuk-logo"])
def test_nothing_of_gov_uk_that_is_theirs_alone_is_served(word: str) -> None:
    styles = (STATIC / "main.css").read_text().partition("*/")[2]  # after the notice of its licence
    assert word not in styles


def test_every_class_of_the_templates_is_styled() -> None:
    templates = " ".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"\b(?:app|govuk)-[a-z]+(?:(?:__|--?)[a-z]+)*\b", templates))
    styled = set(re.findall(r"\.([a-z][a-z_-]*[a-z])", (STATIC / "main.css").read_text()))
    assert named - styled <= UNSTYLED


def test_what_is_served_was_built_from_the_sources_that_are_here() -> None:
    lines = (STYLES / "built.sha256").read_text().splitlines()
    digests = {(STYLES / name).resolve(): digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    sources = {path for pattern in ("main.*", "look/*", "scripts/*") for path in STYLES.glob(pattern)}
    assert sources <= digests.keys()
    assert {path: sha256(path.read_bytes()).hexdigest() for path in digests} == digests


def test_the_lock_file_says_what_not_from_where() -> None:
    packages = json.loads((STYLES / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
