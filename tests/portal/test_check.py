"""`make check`: every mistake in a portal's files is told in a sentence, in both languages, all of them at once."""

import ast
import re
import shutil
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chalicelib.portal.loader import PORTALS
from infra.check.command import check
from infra.check.telling import language_of_the_terminal, sentences, tell
from infra.check.whole import portal_faults
from infra.project import ROOT
from tests.conftest import EXAMPLES

PORTAL, FEES, FORM, PERSON = "portal.toml", "fees.toml", "forms/odd-permit.toml", "forms/pages/person.toml"

MISTAKES = [
    tuple(each.values()) for each in tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text())["mistakes"]
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "example", tmp_path / "example"))


def told(folder: Path) -> list[str]:
    return [tell(fault, "en") for fault in portal_faults(folder)]


def replace(path: Path, right: str, instead: str) -> None:
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, instead, 1))


@pytest.mark.parametrize("folder", [EXAMPLES / "example", *(path.parent for path in PORTALS.glob("*/portal.toml"))])
def test_nothing_is_wrong_with_a_right_portal(folder: Path) -> None:
    assert told(folder) == []


@pytest.mark.parametrize(("file", "right", "instead", "sentence"), MISTAKES)
def test_a_mistake_is_told_with_its_file_its_place_and_what_is_possible(
    folder: Path, file: str, right: str, instead: str, sentence: str
) -> None:
    replace(folder / file, right, instead)
    assert f"{folder / file}: {sentence}" in told(folder)


def test_all_mistakes_of_all_files_are_told_at_once_in_the_order_of_the_files(folder: Path) -> None:
    chosen = [MISTAKES[at] for at in (0, 21, 29, 32, 38, 44)]
    for file, right, instead, _ in chosen:
        replace(folder / file, right, instead)
    found = told(folder)
    assert [line for line in found if line in {f"{folder / file}: {sentence}" for file, *_, sentence in chosen}] == [
        f"{folder / file}: {sentence}" for file, *_, sentence in sorted(chosen, key=lambda each: each[0])
    ]
    assert len(found) == len(chosen)


@pytest.mark.parametrize(
    ("name", "near"), [("fee.toml", "fees.toml"), ("form", "forms"), ("requets", "requests"), ("mark.png", "mark.svg")]
)
def test_a_file_of_another_name_is_told_since_it_would_be_left_out(folder: Path, name: str, near: str) -> None:
    (folder / name).write_text("")
    assert [
        line for line in told(folder) if f"{name}: A portal has no file of this name. Did you mean “{near}”?" in line
    ]


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "mark.svg").unlink()
    assert told(folder) == [f"{folder / 'mark.svg'}: This file is missing, or can’t be read."]


def test_billing_without_fees_is_told_and_so_are_fees_without_billing(folder: Path) -> None:
    (folder / "fees.toml").rename(folder.parent / "fees.toml")
    without = "Billing is on, but fees.toml is missing or has no fee: add some, or write on = false."
    assert told(folder) == [f"{folder / PORTAL}: key “policies.billing.on”: {without}"]
    (folder.parent / "fees.toml").rename(folder / "fees.toml")
    replace(folder / PORTAL, "[policies.billing]", "[policies.billing]\non = false")
    assert told(folder) == [
        f"{folder / 'fees.toml'}: Billing is off (policies.billing.on = false): nobody would pay these fees."
    ]


# --- whatever the mistake ---

ODD_VALUES: list[Any] = ['"x"', "7", "7.5", "true", "2026-01-01", "[1]", "{ odd = 1 }", '""', "[]", '"P1Y2M3DT4H"']


@pytest.mark.long
@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("file", [PORTAL, FEES, FORM, PERSON])
def test_no_mistake_is_told_in_the_words_of_a_library(folder: Path, file: str, value: str) -> None:
    """Each value of the file once, replaced by an odd one: what is refused has a sentence of its own."""
    lines, tried = (folder / file).read_text().splitlines(), set()
    for at, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        if not equals or key.startswith(("#", " ")) or line.endswith("[") or key in tried:
            continue
        tried.add(key)
        (folder / file).write_text("\n".join([*lines[:at], f"{key} = {value}", *lines[at + 1 :]]))
        for fault in portal_faults(folder):
            other = sentences()["kinds"]["other"]["en"].partition("}")[2]
            assert not tell(fault, "en").endswith(other), (line, fault)
            assert "{" not in tell(fault, "fr").replace("{ … }", "").replace("{'odd'", "")


def test_every_kind_of_fault_has_a_sentence_in_both_languages_with_the_same_facts() -> None:
    for kind, words in sentences()["kinds"].items():
        facts = [set(re.findall(r"(?<!\{)\{(\w+)\}", words[language])) for language in ("fr", "en")]
        assert facts[0] == facts[1], kind
    nodes = [each for path in sources() for each in ast.walk(ast.parse(path.read_text()))]
    used = {each.value for each in nodes if isinstance(each, ast.Constant)}
    assert kinds_raised() <= sentences()["kinds"].keys()
    known = sentences()["kinds"].keys() - {"other"}
    assert {kind for kind in known if kind not in used | PYDANTIC | {"no_taxes", "no_services"}} == set()


PYDANTIC = {
    *("missing", "string_type", "string_too_short", "int_type", "bool_type", "date_type", "greater_than_equal"),
    *("greater_than", "less_than_equal", "too_short", "tuple_type", "model_type"),
}


def sources() -> list[Path]:
    return [
        path
        for place in ("chalicelib/portal", "chalicelib/forms", "infra/check")
        for path in (ROOT / place).rglob("*.py")
    ] + [ROOT / "infra" / "portals.py"]


def kinds_raised() -> set[str]:
    """Return the kinds that the code names where it makes a fault."""
    calls = [each for path in sources() for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call)]
    named = [(call, call.func.id) for call in calls if isinstance(call.func, ast.Name)]
    places = {"wrong": 0, "FileFault": 2}
    kinds = [call.args[places[name]] for call, name in named if name in places and len(call.args) > places[name]]
    return {str(kind.value) for kind in kinds if isinstance(kind, ast.Constant)}


def test_each_pattern_of_a_portals_files_is_described() -> None:
    described = {each["pattern"] for each in sentences()["patterns"]}
    code = "".join(path.read_text() for path in sources())
    assert set(re.findall(r'StringConstraints\(pattern=r"([^"]+)"', code)) <= described | {
        "^[0-9a-f]{32}$"  # of an upload's id, which no file says
    }


# --- the command ---


def run(*arguments: str, language: str = "C") -> tuple[int, str]:
    import typer

    cli = typer.Typer()
    cli.command()(check)
    done = CliRunner().invoke(cli, arguments, env={"LC_ALL": language})
    return done.exit_code, done.output


def test_the_command_says_that_there_is_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTALS", str(EXAMPLES))
    assert run("example") == (0, "example: nothing to mend.\n")


def test_the_command_speaks_the_language_of_the_terminal_or_the_one_it_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTALS", str(folder))
    replace(folder / PORTAL, 'duration = "PT4M"', 'duration = "P20M"')
    french = (
        f"{folder / PORTAL} : clé « policies.lockout.duration » : « P20M » veut dire 20 mois, dont la longueur varie : "
        "20 minutes s’écrivent PT20M, et les jours, par exemple, P30D.\nexample : 1 à corriger.\n"
    )
    assert run(language="fr_CA.UTF-8") == (1, french)
    assert run("--language", "fr") == (1, french)
    assert run(language="en_CA.UTF-8")[1].endswith("example: 1 to mend.\n")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "en_CA"}, "fr"),
    ],
)
def test_the_language_of_the_terminal_is_the_first_that_is_said(environment: dict[str, str], language: str) -> None:
    assert language_of_the_terminal(environment) == language


def test_a_check_of_the_largest_portal_takes_less_than_two_seconds() -> None:
    began = time.process_time()
    portal_faults(PORTALS / "social-work")
    assert time.process_time() - began < 2
