"""The tests show something, all of them run, and their names say what they show."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import Function, Module, called, calls, functions, modules

SHOWS = {"raises", "expect"}  # pytest's and Playwright's own ways to assert
CHECKS_AT_THE_END = {"assert_no_pending_responses"}  # in a fixture, after the test: what was expected has come
SKIPS = ("skip", "skipif", "skipIf", "xfail", "importorskip")
SCOPES = ("function", "session")  # a process may come back to a file, and would make what lives as long as that anew
PATCHES = ("patch", "setattr", "mock")  # of unittest.mock and of monkeypatch


@cache
def _tests() -> tuple[tuple[Module, Function], ...]:
    files = [module for module in modules("tests") if module.name.split("/")[-1].startswith("test_")]
    return tuple((m, f) for m in files for f in functions(m) if f.name.startswith("test_"))


def test_every_test_asserts_something() -> None:
    everything = [function for module in modules("tests") for function in functions(module)]
    helpers = {each.name for each in everything if _asserts(each, SHOWS)}
    checks = {each.name for each in everything if set(_called_in(each)) & CHECKS_AT_THE_END}
    silent = [(module, test) for module, test in _tests() if not _asserts(test, SHOWS | helpers)]
    assert [module.at(test) for module, test in silent if not checks & {each.arg for each in test.args.args}] == []


def _asserts(function: Function, ways: set[str]) -> bool:
    """Tell whether it asserts, or calls something that does."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or bool(set(_called_in(function)) & ways)


def _called_in(function: Function) -> Iterator[str]:
    yield from (called(node) for node in ast.walk(function) if isinstance(node, ast.Call))


def test_no_test_is_skipped() -> None:
    assert [place for place, name in _marks() if name in SKIPS] == []


def _marks() -> Iterator[tuple[str, str]]:
    """Yield every attribute that is read, such as `mark.skip`: with arguments or without."""
    for module in modules("tests"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute):
                yield module.at(node), node.attr


def test_a_fixture_lives_for_one_test_or_for_all() -> None:
    scopes = [
        (module.at(call), keyword.value)
        for module in modules("tests")
        for call in calls(module, "fixture")
        for keyword in call.keywords
        if keyword.arg == "scope"
    ]
    named = [(place, each.value if isinstance(each, ast.Constant) else "?") for place, each in scopes]
    assert len(named) > 10
    assert [place for place, scope in named if scope not in SCOPES] == []


def test_no_test_patches_anything() -> None:
    """What it needs otherwise is handed in: World, MemoryTable, StillClock. Fixtures for all may redirect a stream."""
    files = [module for module in modules("tests") if module.name != "tests/conftest.py"]
    assert [module.at(call) for module in files for call in calls(module, *PATCHES)] == []


def test_a_name_is_a_sentence() -> None:
    assert [f"{m.at(t)} {t.name}" for m, t in _tests() if len(t.name.split("_")) < 4] == []


def test_no_two_tests_of_a_file_have_the_same_name() -> None:
    """Python would keep only the last."""
    names = [(module.name, test.name) for module, test in _tests()]
    assert len(names) == len(set(names))
