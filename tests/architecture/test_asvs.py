"""docs/asvs.md has a line for each requirement of levels 1 and 2, and what a line names is there."""

import ast
import json
import re
from functools import cache

import pytest
from pydantic import ValidationError

from infra.docs.asvs import HELD_TO, NAME, SOURCE, Line, asvs, read_levels, read_lines
from infra.docs.asvs_levels import levels_of
from infra.docs.rows import read_rows
from tests.architecture.source import PACKED, ROOT, name_of, tracked

LINES = read_lines()
LEVELS = read_levels()[1]
FLAT = '{"requirements": [{"req_id": "V1.1.1", "L": "2"}, {"req_id": "V1.1.%s", "L": "3"}]}'


@cache
def _tests_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


@cache
def _code() -> str:
    """Return all that runs in a Lambda or in a browser, and what it needs."""
    places = (*PACKED, "templates", "styles/scripts", "styles/main.js", "requirements.txt")
    named = [(name_of(path), path) for path in tracked() if path.suffix in (".py", ".html", ".js", ".txt", "")]
    return "\n".join(
        path.read_text()
        for name, path in named
        if name.startswith(places) and "static/" not in name and path.stem != "common_passwords"
    )


def _is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return (ROOT / file).is_file() and name.startswith("test_") and name in _tests_of(file)


def test_the_page_says_what_its_sources_say() -> None:
    assert asvs() == SOURCE.with_name(NAME).read_text(), "run: make docs"


def test_every_requirement_of_both_levels_has_its_line_in_order_and_no_other_has() -> None:
    assert list(LINES) == [number for number, level in LEVELS.items() if level in HELD_TO]


def test_the_levels_are_those_of_the_standard() -> None:
    """5.0.0 counts them so."""
    levels = list(LEVELS.values())
    assert [levels.count(level) for level in (1, 2, 3)] == [70, 183, 92]


def test_every_test_that_is_named_is_there() -> None:
    assert [(number, test) for number, line in LINES.items() for test in line.tests if not _is_there(test)] == []


def test_every_file_that_is_named_is_there() -> None:
    assert [
        (number, file) for number, line in LINES.items() for file in line.files if not (ROOT / file).is_file()
    ] == []


def test_a_row_that_shows_something_is_done() -> None:
    rows = read_rows().rows
    assert [(number, row) for number, line in LINES.items() for row in line.rows if rows[row].state != "done"] == []


def test_nothing_is_there_that_would_make_more_of_them_applicable() -> None:
    words = {word: number for number, line in LINES.items() for word in line.unless}
    assert {number: word for word, number in words.items() if re.search(word, _code(), re.IGNORECASE)} == {}


def test_the_share_of_tests_is_the_one_that_the_page_says() -> None:
    said = SOURCE.with_name(NAME).read_text()
    found = re.search(r"\n(\d+) of 253 .*Tests show (\d+) of them, (\d+) %", said)
    assert found
    applicable, tested, share = map(int, found.groups())
    assert applicable == len([line for line in LINES.values() if line.by != "not applicable"])
    assert tested == len([line for line in LINES.values() if line.by == "test"])
    assert share <= 100 * tested / applicable < share + 1
    assert share >= 80


@pytest.mark.parametrize("by", ["test", "configuration", "document", "operator"])
def test_what_is_met_names_where_that_is_seen(by: str) -> None:
    with pytest.raises(ValidationError, match="needs to be shown"):
        Line.model_validate({"by": by, "says": "it works"})


def test_levels_are_taken_from_owasps_file_and_its_texts_are_not() -> None:
    text = json.dumps({"requirements": [{"req_id": "V6.2.1", "req_description": "Verify", "L": "1"}]})
    assert levels_of("5.0.0", text).splitlines()[-4:] == ['version = "5.0.0"', "", "[levels]", '"6.2" = "1"']


def test_a_file_in_which_a_number_is_missing_is_refused() -> None:
    assert '"1.1" = "23"' in levels_of("5.0.0", FLAT % 2)
    with pytest.raises(ValueError, match=r"before V1\.1\.3"):
        levels_of("5.0.0", FLAT % 3)
