"""Which tests are marked with which rows, as pytest itself collects them: this module is also the plugin it needs."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from infra.project import ROOT
from infra.trouble import Trouble

Shown = dict[str, list[str]]  # row -> the files, from the root, of the tests that are marked with it
OPTION = "--marks-into"


def collect() -> Shown:
    """Collect all tests in a pytest of its own, and return what their marks say."""
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch, "marks.json")
        command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", __name__, OPTION, str(written)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise Trouble(f"the tests can't be collected:\n{done.stdout[-4000:]}{done.stderr}")
        found: Shown = json.loads(written.read_text())
    return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, type=Path)


def pytest_collection_finish(session: pytest.Session) -> None:
    target: Path = session.config.getoption(OPTION)
    target.write_text(json.dumps(shown(session.items)))


def shown(tests: Iterable[pytest.Item]) -> Shown:
    found: dict[str, set[str]] = {}
    for test in tests:
        for mark in test.iter_markers("req"):
            for row in mark.args:
                found.setdefault(row, set()).add(test.path.relative_to(ROOT).as_posix())
    return {row: sorted(files) for row, files in found.items()}
