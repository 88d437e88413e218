"""README says what is there."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from chalicelib.portal.loader import keys
from tests.architecture.source import ROOT, name_of, tracked

README = (ROOT / "README.md").read_text()
FILES = [PurePosixPath(name_of(path)) for path in tracked()]
FOLDERS = {folder.as_posix() for file in FILES for folder in file.parents}
# Folders in which every folder is a room of its own: it must stand in the tree.
ROOMY = {".", "chalicelib", "infra", "templates"}
FURNITURE = {".chalice", ".ci", ".github", "infra/local/pages"}  # what tools want, and what only one room knows


def _tree() -> Iterator[str]:
    """Yield the paths of the tree: two spaces of indentation stand for a folder."""
    block = next(part for part in README.split("```") if part.lstrip().startswith("app.py"))
    above: list[str] = []
    for line in block.strip("\n").splitlines():
        name = line.split()[0]
        above[(len(line) - len(line.lstrip())) // 2 :] = [name.rstrip("/")]
        yield "/".join(above) + ("/" if name.endswith("/") else "")


def test_it_has_at_most_150_lines() -> None:
    assert README.count("\n") <= 150


def test_everything_in_the_tree_is_there() -> None:
    assert [path for path in _tree() if path.rstrip("/") not in FOLDERS | {str(file) for file in FILES}] == []


def test_every_room_is_in_the_tree() -> None:
    rooms = {folder for folder in FOLDERS - {"."} if PurePosixPath(folder).parent.as_posix() in ROOMY}
    assert rooms - {path.rstrip("/") for path in _tree()} - FURNITURE == set()


def test_every_portal_is_in_it() -> None:
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)) == keys()
