"""The files by which others find, install and check the project agree with each other."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT, name_of

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
RELEASES = re.findall(r"^## (\d+\.\d+\.\d+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
TEMPLATES = [path for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]
PUBLICCODE: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
# What version 0.5 of the standard requires.
REQUIRED = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"),
    *("description", "legal", "maintenance", "localisation"),
}


def _yaml(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return loaded


# --- the version ---


def test_project_changelog_and_publiccode_have_one_version_and_date() -> None:
    version, day = RELEASES[0]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == version
    assert (PUBLICCODE["softwareVersion"], PUBLICCODE["releaseDate"]) == (version, day)


def test_the_changelog_has_the_newest_release_first() -> None:
    days = [date.fromisoformat(day) for _, day in RELEASES]
    assert days == sorted(days, reverse=True)


# --- publiccode.yml ---


def test_publiccode_has_what_the_standard_requires() -> None:
    assert set(PUBLICCODE) >= REQUIRED
    assert PUBLICCODE["maintenance"]["contacts"][0].keys() >= {"name", "email"}
    assert PUBLICCODE["localisation"] == {"localisationReady": True, "availableLanguages": ["en", "fr"]}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_publiccode_describes_the_project_within_the_lengths_of_the_standard(language: str) -> None:
    description = PUBLICCODE["description"][language]
    assert len(description["genericName"]) <= 35
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000


def test_every_file_that_publiccode_names_is_there() -> None:
    pictures = [each for text in PUBLICCODE["description"].values() for each in text["screenshots"]]
    assert [name for name in (PUBLICCODE["logo"], *pictures) if not (ROOT / name).is_file()] == []


# --- the same commands everywhere ---


def test_the_workflow_runs_make_and_nothing_else() -> None:
    jobs = _yaml(".github/workflows/test.yml")["jobs"].values()
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert commands == ["make unit", "make test"]
    assert [step["uses"] for job in jobs for step in job["steps"] if "run" not in step] == ["actions/checkout@v4"] * 2


def test_every_hook_is_a_target() -> None:
    (local,) = _yaml(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    assert {hook["entry"] for hook in local["hooks"]} <= {f"make {target}" for target in TARGETS}


def test_help_lists_every_target_that_people_call() -> None:
    listed = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))
    assert TARGETS - listed == {"browser", "catalogues"}


# --- both languages ---


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_an_issue_template_speaks_both_languages(template: Path) -> None:
    read = _yaml(name_of(template))
    labels = [field["attributes"]["label"] for field in read["body"] if field["type"] != "markdown"]
    assert [text for text in (read["name"], read["description"], *labels) if " · " not in text] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_a_guide_for_contributors_has_a_part_in_french(name: str) -> None:
    assert re.search(r"^## (?:En f|F)rançais$", (ROOT / name).read_text(), re.MULTILINE)
