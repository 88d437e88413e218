"""Each file has a licence whose text is here (REUSE.toml)."""

import re
import tomllib

from tests.architecture.source import ROOT, tracked

NAMED = tomllib.loads((ROOT / "REUSE.toml").read_text())["annotations"]


def test_the_text_of_each_licence_that_is_named_is_here_and_no_other() -> None:
    named = {name for each in NAMED for name in re.split(r" (?:AND|OR) ", each["SPDX-License-Identifier"])}
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named


def test_every_place_that_is_named_has_files() -> None:
    places = [each["path"].removesuffix("**") for each in NAMED]
    files = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [place for place in places if not any(file.startswith(place) for file in files)] == []


def test_the_licence_of_the_project_is_the_one_that_its_text_says() -> None:
    assert (ROOT / "LICENSES" / "Apache-2.0.txt").read_text() == (ROOT / "LICENSE").read_text()
