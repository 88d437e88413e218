"""The project's own files, as the tests of this folder read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE = ("app.py", "chalicelib", "scheduled", "infra")
PACKED = ("app.py", "chalicelib", "scheduled")  # what runs in a Lambda

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """`name` is its path from the root: `chalicelib/web/desk.py`."""

    name: str
    tree: ast.Module

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.name}:{node.lineno}"


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is in git or will be: all but what .gitignore names."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()  # noqa: S603
    found = sorted(ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in found if path.is_file() or path.is_symlink())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*places: str) -> list[Module]:
    """Return the modules in these folders of the project, or of these names."""
    return [module for module in _modules() if any(_is_in(module.name, place) for place in places)]


@cache
def _modules() -> tuple[Module, ...]:
    sources = [path for path in tracked() if path.suffix == ".py"]
    return tuple(Module(name_of(path), ast.parse(path.read_text())) for path in sources)


def _is_in(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}/")


def rooms(*layers: str) -> list[Module]:
    """Return the modules of these layers, whichever the capability: `rules.py` and all that is in `rules/`."""
    return [module for module in modules("chalicelib") if set(layers) & set(module.name[:-3].split("/"))]


def functions(module: Module) -> Iterator[Function]:
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def calls(module: Module, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of functions and methods of these names, whatever stands before the dot."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts(module: Module) -> Iterator[str]:
    """Yield every string that stands in the module as it is."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
