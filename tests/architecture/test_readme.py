"""README says what is there."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from chalicelib.portal.loader import keys
from tests.architecture.source import ROOT, name_of, tracked

README = (ROOT / "README.md").read_text()
DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
FILES = [PurePosixPath(name_of(path)) for path in tracked()]
FOLDERS = {folder.as_posix() for file in FILES for folder in file.parents}
# Folders in which every folder is a room of its own: it must stand in the tree.
ROOMY = {".", "chalicelib", "infra", "templates"}
FURNITURE = {".chalice", ".ci", "infra/local/pages"}  # what tools want, and what only one room knows


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


def test_every_command_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = set(re.findall(r"\]\(([^)#:]+)\)", document.read_text()))
    assert {link for link in links if not (document.parent / link).exists()} == set()
