"""What browsers load: the styles, the script, each portal's theme and mark."""

import gzip
import json
import re
from hashlib import sha256

import pytest

from chalicelib.portal import loader
from chalicelib.web.assets import STATIC
from infra.check.theme import PAIRS, contrast, defaults, theme_faults
from tests.support.portals import KEYS, folder

ROOT = STATIC.parents[2]
STYLES = ROOT / "styles"
FIRST_PAGE_BUDGET = 40_000  # bytes, compressed (PERFORMANCE: static assets of the first page)

UNSTYLED = {
    *("govuk-table__body", "govuk-table__head", "govuk-table__row"),  # named in the component's markup alone
    *("govuk-checkboxes", "govuk-radios", "govuk-password-input"),  # which script a part wants
    *("govuk-js-password-input-input", "govuk-js-password-input-toggle", "govuk-notification-banner-title"),  # for it
}

THEMES = KEYS


@pytest.mark.req("X2")
@pytest.mark.parametrize("key", THEMES)
def test_what_is_read_stands_out_from_its_ground(key: str) -> None:
    assert list(theme_faults(folder(key) / "theme.css")) == []


@pytest.mark.req("X2")
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_so_it_does_where_a_theme_sets_nothing(front: str, ground: str, least: float) -> None:
    colours = {**defaults(), "white": "#ffffff"}
    assert contrast(colours.get(front, front), colours.get(ground, ground)) >= least


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@pytest.mark.parametrize("key", THEMES)
def test_the_first_page_loads_little(key: str) -> None:
    portal = folder(key)
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
