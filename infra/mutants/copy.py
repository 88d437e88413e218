"""Runs tests in a copy of the project, in a process of their own that ends in time."""

import importlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from infra.mutants.record import Recorder
from infra.project import ROOT

LEFT_OUT = (".git", ".venv*", ".local", ".*_cache", ".hypothesis", "build", "node_modules", "__pycache__", ".dmypy*")
OURS = ("app", "chalicelib", "scheduled", "infra", "tests")
SLOW_TO_IMPORT = (
    "pydantic",
    "pydantic_core",
    "hypothesis",
    "chalice.app",
    "jinja2",
    "botocore.session",
    "moto",
    "babel",
)
OPTIONS = ("-q", "-x", "-p", "no:randomly", "-p", "no:warnings", "--no-header", "--no-summary", "--hypothesis-seed=0")
LATE = 124
SLACK = 60.0  # for the test that runs when the time is over


class Copy(NamedTuple):
    """A copy of the working tree, which alone is changed; the parent has imported what is slow and not ours."""

    root: Path

    def record(self, tests: Sequence[str], files: Sequence[str], saved: Path, seconds: float) -> int:
        """Run tests, in that time, and save which lines of the files they execute."""
        recorder = Recorder({str(self.root / file): file for file in files}, time.monotonic() + seconds)

        def work() -> int:
            code = pytest.main([*tests, *(each for each in OPTIONS if each != "-x")], plugins=[recorder])
            recorder.save(saved)
            return int(code)

        return self._in_child(work, seconds + SLACK, keep_bytecode=True)

    def notices(self, tests: Sequence[str], seconds: float) -> bool:
        """Tell whether one of the tests fails, or doesn't end."""
        return self._in_child(lambda: int(pytest.main([*tests, *OPTIONS])), seconds, keep_bytecode=False) != 0

    @contextmanager
    def changed(self, file: str, source: str) -> Iterator[None]:
        """Let a file say something else for a while."""
        path = self.root / file
        right = path.read_text()
        Path(cache_from_source(str(path))).unlink(missing_ok=True)
        path.write_text(source)
        try:
            yield
        finally:
            path.write_text(right)

    def _in_child(self, work: Callable[[], int], seconds: float, *, keep_bytecode: bool) -> int:
        child = os.fork()
        if child == 0:
            os.setsid()
            self._move_in(keep_bytecode=keep_bytecode)
            code = 1
            try:
                code = work()
            finally:
                os._exit(code)
        return _ended(child, time.monotonic() + seconds)

    def _move_in(self, *, keep_bytecode: bool) -> None:
        """Leave the working tree: the copy is where modules come from, and nothing is printed."""
        sys.dont_write_bytecode = not keep_bytecode
        for name in [each for each in sys.modules if each.split(".")[0] in OURS]:
            del sys.modules[name]
        sys.path[:] = [str(self.root), *(each for each in sys.path if each not in ("", str(ROOT)))]
        importlib.invalidate_caches()
        os.chdir(self.root)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)


@contextmanager
def copied() -> Iterator[Copy]:
    """Give a copy of the working tree that is gone afterwards."""
    for name in SLOW_TO_IMPORT:
        importlib.import_module(name)
    with TemporaryDirectory(prefix="mutants-") as folder:
        root = Path(folder).resolve() / "tree"
        shutil.copytree(ROOT, root, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        yield Copy(root)


def _ended(child: int, deadline: float) -> int:
    """Return how the child ended; end it, and what it started, when its time is over."""
    late = False
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return LATE if late else os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline and not late:
            late = True
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)
