"""Checks the portals of a package ahead: a cold start need not check again what can't have changed.

usage: python -m infra.packing.portals FOLDER
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from chalicelib.forms import catalogue
from chalicelib.portal import loader
from infra.project import ROOT


def check_ahead(portals: Path) -> None:
    """Put what `loader.load` takes instead of their files beside them."""
    # A set is written in the order of its hashes: the same portals shall give the same bytes.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", __name__, str(portals)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


def _write(portals: Path) -> None:
    for key in loader.keys(portals):
        (portals / key / loader.CHECKED).write_bytes(pickle.dumps(loader.check(key, portals)))
        (portals / key / catalogue.CHECKED).write_bytes(pickle.dumps(catalogue.check_catalogue(key, portals)))


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
