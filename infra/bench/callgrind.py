"""Counts the instructions of parts of a program, which it marks itself."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.project import ROOT
from infra.trouble import Trouble

MILLION = 1_000_000
# Programs mark the beginning and the end of each part by this function of the C library, which nothing else calls.
COMMAND = ("valgrind", "--tool=callgrind", "--dump-before=getloadavg", "--dump-line=no")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0"}


def counted(module: str, *arguments: str, dumps: Path) -> Iterator[float]:
    """Run a module and yield the millions of instructions of each of its parts; raise Trouble if it fails."""
    program = [sys.executable, "-B", "-m", module, *arguments]
    command = [*COMMAND, f"--callgrind-out-file={dumps}", *program]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return costs(dumps)


def costs(dumps: Path) -> Iterator[float]:
    """Yield the cost of each part: the first dump is of what comes before; then every other is a part's."""
    number = 2
    while (dump := Path(f"{dumps}.{number}")).exists():
        total = re.search(r"(?m)^(?:totals|summary): (\d+)", dump.read_text())
        if total is None:
            raise Trouble(f"{dump} has no total")
        yield int(total[1]) / MILLION
        number += 2
