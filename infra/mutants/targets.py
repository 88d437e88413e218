"""Finds the modules that are changed, and the tests that may notice it; knows neither by name."""

import re
from collections.abc import Iterable
from pathlib import Path

from infra.project import ROOT

DECIDING = ("rules", "actions", "roles", "permissions", "lifecycle")  # modules, or folders of them
ELSEWHERE = (
    "architecture",
    "bench",
    "deployed",
    "faults",
    "mutants",
    "packaging",
)  # tests that are slow, or of no room


def targets(package: str | None, root: Path = ROOT) -> list[str]:
    """Return the modules of rules and actions, of one package or of all; `package` may also be a path's beginning."""
    found = sorted((root / "chalicelib").rglob("*.py"))
    names = (path.relative_to(root).as_posix() for path in found if set(DECIDING) & {*path.parts, path.stem})
    return [name for name in names if package is None or f"{name}/".startswith((f"chalicelib/{package}/", package))]


def rounds(files: Iterable[str], root: Path = ROOT) -> list[list[str]]:
    """Return the test files to try in turn.

    First those that import one of the modules and those of the same packages, then those of the packages whose code
    imports one.
    """
    modules = {_module(file) for file in files}
    packages = {_package(module) for module in modules}
    paths = (path.relative_to(root) for path in sorted((root / "tests").rglob("test_*.py")))
    found = [path for path in paths if path.parts[1] not in ELSEWHERE]
    own = [path for path in found if _imports((root / path).read_text(), modules)]
    near = own + [path for path in found if path.parts[1] in packages and path not in own]
    users = {
        _package(_module(path.relative_to(root).as_posix()))
        for path in (root / "chalicelib").rglob("*.py")
        if _imports(path.read_text(), modules)
    }
    further = [path for path in found if path.parts[1] in users and path not in near]
    return [[path.as_posix() for path in each] for each in (near, further) if each]


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _package(module: str) -> str:
    return module.split(".")[1]


def _imports(source: str, modules: set[str]) -> bool:
    return not modules.isdisjoint(re.findall(r"^(?:from|import) ([\w.]+)", source, re.MULTILINE))
