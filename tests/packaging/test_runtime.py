"""Which Python the project is developed with, and which one makes what goes to AWS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.build import WrongPython, build_for_aws
from infra.project import INFRA, ROOT

SHIM = "#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n"  # answers to the name, and runs nothing
RUNS = f'#!/bin/sh\nexec {sys.executable} "$@"\n'


def _put(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


def _found(home: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Look for a Python where `path` has what is put there, and names that run nothing for all the rest."""
    for version in ("3.11", "3.12", "3.13", "3.14"):
        if not (path / f"python{version}").exists():
            _put(path / f"python{version}", SHIM)
    environment = {"HOME": str(home), "PATH": f"{path}:{os.environ['PATH']}"}
    return subprocess.run([INFRA / "python.sh"], env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_first_python_that_really_runs_is_taken(tmp_path: Path) -> None:
    _put(tmp_path / "bin" / "python3.11", RUNS)
    _put(tmp_path / "bin" / "python3.12", RUNS)
    assert _found(tmp_path, tmp_path / "bin").stdout == "python3.12\n"


@pytest.mark.parametrize(
    "place", [".pyenv/versions/3.13.0/bin/python", ".local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3"]
)
def test_lambdas_own_version_comes_first_wherever_it_was_installed(tmp_path: Path, place: str) -> None:
    _put(tmp_path / "bin" / "python3.14", RUNS)
    installed = _put(tmp_path / place, RUNS)
    assert _found(tmp_path, tmp_path / "bin").stdout == f"{installed}\n"


def test_where_no_python_runs_a_sentence_says_which_are_wanted(tmp_path: Path) -> None:
    found = _found(tmp_path, tmp_path / "bin")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Guichet needs Python 3.13, or 3.14, 3.12 or 3.11, with ensurepip, ssl and sqlite3")


def test_only_the_runtimes_python_makes_a_package_for_aws() -> None:
    with pytest.raises(WrongPython, match=r"AWS runs Python 3\.13, and \.venv has 3\.11: install 3\.13"):
        build_for_aws((3, 11))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-cloud.txt"])
def test_the_lock_files_are_the_same_for_every_python(name: str) -> None:
    """A marker would let two versions of Python install different packages."""
    pinned = [line for line in (ROOT / name).read_text().splitlines() if "==" in line]
    assert [line for line in pinned if ";" in line] == []
