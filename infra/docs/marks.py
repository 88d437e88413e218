"""Which tests are marked with which rows, as their source says."""

import ast
from collections.abc import Iterator

from infra.project import ROOT

Shown = dict[str, list[str]]  # row -> the files, from the root, of the tests that are marked with it


def collect() -> Shown:
    """Return what the marks of all tests say; nothing is run or imported for it."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for row in _rows(path.read_text()):
            found.setdefault(row, set()).add(path.relative_to(ROOT).as_posix())
    return {row: sorted(files) for row, files in found.items()}


def _rows(source: str) -> Iterator[str]:
    """Yield what stands in each `pytest.mark.req(...)`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="req"), args=rows):
                yield from (ast.literal_eval(row) for row in rows)
