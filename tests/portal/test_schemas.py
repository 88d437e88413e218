"""Each file of a portal names a schema, which is that of today's models, and keeps to it."""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.portal.loader import PORTALS
from chalicelib.portal.spans import ISO_8601 as SPAN
from chalicelib.record import Record
from infra.schemas import FOLDER, comments, schemas, text
from tests.conftest import EXAMPLES

FILES = sorted([*PORTALS.rglob("*.toml"), *EXAMPLES.rglob("*.toml")])
written = cache(schemas)
NAMING = "#:schema "
EXAMPLE = EXAMPLES / "example"

# (a file of the example, a line of it, what stands there instead, the key that is named, the reason that is given)
FAULTS = [
    ("portal.toml", "attempts = 3", "atempts = 3", "policies.lockout", "'atempts' was unexpected"),
    ("portal.toml", "attempts = 3", "attempts = 0", "policies.lockout.attempts", "minimum of 1"),
    ("portal.toml", "attempts = 3", 'attempts = "many"', "policies.lockout.attempts", "not of type 'integer'"),
    ("portal.toml", 'duration = "PT4M"', "duration = 4", "policies.lockout.duration", "not of type 'string'"),
    ("portal.toml", 'duration = "PT4M"', 'duration = "4 m"', "policies.lockout.duration", "does not match"),
    ("portal.toml", 'max_age = "P40D"', 'max_age = "PT40D"', "policies.password.max_age", "does not match"),
    ("portal.toml", 'identifiers = ["email"]', 'identifiers = ["fax"]', "audiences.0.identifiers.0", "is not one of"),
    ("portal.toml", 'en = "Example Counter"', "", "name", "'en' is a required property"),
    ("fees.toml", "cents = 5_67", "cent = 5_67", "fees.1.prices.0", "'cent' was unexpected"),
    ("fees.toml", "year_begins = 7", "year_begins = 13", "fees.1.year_begins", "maximum of 12"),
    ("forms/odd-permit.toml", "four_eyes = true", "for_eyes = true", "", "'for_eyes' was unexpected"),
    ("forms/odd-permit.toml", 'drafts_kept = "P5D"', 'drafts_kept = "5 D"', "drafts_kept", "does not match"),
    ("forms/odd-permit.toml", 'shared = "person"', "shared = 1", "pages.0.shared", "not of type 'string'"),
    ("forms/pages/person.toml", "max_length = 17", "max_lenght = 17", "questions.0", "'max_lenght' was unexpected"),
    ("forms/pages/person.toml", "max_length = 17", 'max_length = "17"', "questions.0.max_length", "type 'integer'"),
]


def _values(path: Path) -> Any:
    """Return what the file says, as JSON has it: a day is a string."""
    return json.loads(json.dumps(tomllib.loads(path.read_text()), default=date.isoformat))


def _validator() -> Any:
    from jsonschema import Draft202012Validator  # whose import takes seconds

    return Draft202012Validator


def _faults(path: Path, schema: str) -> list[tuple[str, str]]:
    """Return where the file is at fault, and why; last that a whole question or page is like none that there are."""
    errors = sorted(_validator()(written()[schema]).iter_errors(_values(path)), key=lambda each: bool(each.context))
    return [(".".join(map(str, error.absolute_path)), error.message) for error in errors]


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_a_schema_is_what_make_schemas_writes(name: str) -> None:
    _validator().check_schema(written()[name])
    assert (FOLDER / name).read_text() == text(written()[name])


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == written().keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(path.parents[2]).as_posix())
def test_a_file_keeps_to_the_schema_that_its_first_line_names(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    named = path.parent / first.removeprefix(NAMING)
    assert first.startswith(NAMING)
    assert named.resolve().parent == FOLDER
    assert _faults(path, named.name) == []


@pytest.mark.parametrize(("file", "line", "instead", "key", "reason"), FAULTS)
def test_a_wrong_key_and_a_wrong_value_are_named(
    tmp_path: Path, file: str, line: str, instead: str, key: str, reason: str
) -> None:
    right = (EXAMPLE / file).read_text()
    assert line in right
    path = tmp_path / "wrong.toml"
    path.write_text(right.replace(line, instead, 1))
    where, why = _faults(path, Path(right.splitlines()[0]).name)[0]
    assert where == key
    assert reason in why


def test_a_portal_may_leave_out_what_the_defaults_say_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("")
    needed = ("name", "body", "sender", "theme_color", "audiences", "wording")
    assert _faults(path, "portal.json") == [("", f"{name!r} is a required property") for name in needed]


def test_a_form_that_staff_check_can_not_ask_for_a_document(tmp_path: Path) -> None:
    path = tmp_path / "access.toml"
    asked = '[[questions]]\nkey = "paper"\nlabel = { fr = "F", en = "E" }\ntype = "declaration"\n'
    path.write_text(f'title = {{ fr = "F", en = "E" }}\n{asked}')
    assert _faults(path, "page.json") == []
    assert _faults(path, "request.json") != []


def test_a_field_is_described_by_the_comment_beside_it_and_by_its_base_s() -> None:
    assert comments(Odd) == {"first": "of both", "second": "of one"}
    assert written()["portal.json"]["properties"]["policies"]["properties"]["reset"]["properties"]["unawaited"] == {
        "type": "string",
        "pattern": SPAN,
        "description": "of a link that staff cause: nobody waits for it",
        "default": "PT24H",
    }


class Base(Record):
    """A base."""

    first: int  # of both


class Odd(Base):
    """A model."""

    second: int  # of one
    third: int
