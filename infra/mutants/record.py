"""Records which tests execute which lines, so that a mutant is tried by those alone that can notice it."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

Lines = dict[str, set[int]]  # by the file, from the root


class Recorded(NamedTuple):
    """`lines` and `seconds` are by the test, without its parameters; a test that fails anyway is in neither."""

    lines: dict[str, Lines]
    seconds: dict[str, float]

    def touching(self, file: str, line: int) -> list[str]:
        """Return the tests to try a mutant with: first those of its line, the quickest first; then those of its file.

        A line of the module itself, such as a table's, belongs to no test.
        """
        near = {test for test, lines in self.lines.items() if lines.get(file)}
        at = {test for test in near if line in self.lines[test][file]}
        return [*self._quickest(at), *self._quickest(near - at)]

    def _quickest(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))


class Recorder:
    """A plugin of pytest that follows the tests into some files, by their whole paths, until its time is over."""

    def __init__(self, files: dict[str, str], deadline: float) -> None:
        self._deadline = deadline
        self._files = files
        self._lines: dict[str, Lines] = defaultdict(lambda: defaultdict(set))
        self._seconds: dict[str, float] = defaultdict(float)
        self._failed: set[str] = set()
        self._now: Lines = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._now = self._lines[test_of(item.nodeid)]
        sys.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            if time.monotonic() > self._deadline:
                item.session.shouldstop = "the time for recording is over"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[test_of(report.nodeid)] += report.duration
        if report.failed:
            self._failed.add(test_of(report.nodeid))

    def _enter(self, frame: FrameType, _event: str, _value: Any) -> Any:
        file = self._files.get(frame.f_code.co_filename)
        if file is None or frame.f_code.co_name == "<module>":
            return None
        lines = self._now.setdefault(file, set())
        lines.add(frame.f_lineno)

        def follow(inner: FrameType, _event: str, _value: Any) -> Any:
            lines.add(inner.f_lineno)
            return follow

        return follow

    def save(self, path: Path) -> None:
        lines = {
            test: {file: sorted(found) for file, found in files.items()}
            for test, files in self._lines.items()
            if test not in self._failed
        }
        path.write_text(json.dumps({"lines": lines, "seconds": self._seconds}))


def recorded(path: Path) -> Recorded:
    """Return what a recorder saved."""
    saved = json.loads(path.read_text())
    lines = {test: {file: set(found) for file, found in files.items()} for test, files in saved["lines"].items()}
    return Recorded(lines, saved["seconds"])


def test_of(node: str) -> str:
    """Return the name of a test without its parameters."""
    return node.split("[", maxsplit=1)[0]
