"""Compiles what goes into the package: `/var/task` is read-only, so that each cold start would compile it again.

Chalice dates every entry of its zip 1980, so byte code that is checked against its source's date would be ignored; this
kind is checked against nothing.
"""

import os
import subprocess
import sys
from pathlib import Path

RUNS_IN = "/var/task"  # the folder that tracebacks name


def compile_tree(folder: Path, packed_as: str = "", *, with_sources: bool = True) -> None:
    """Put byte code beside every module, or in its place; `packed_as` is where the folder lies in the package."""
    where = f"{RUNS_IN}/{packed_as}".rstrip("/")
    command = [sys.executable, "-m", "compileall", "-q", "-f", "-s", str(folder), "-p", where, str(folder)]
    # A set's constants are written in the order of its hashes: the same inputs shall give the same bytes.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    in_place = [] if with_sources else ["-b"]
    subprocess.run([*command, *in_place, "--invalidation-mode", "unchecked-hash"], env=environment, check=True)  # noqa: S603
    for source in [] if with_sources else sorted(folder.rglob("*.py")):
        source.unlink()
