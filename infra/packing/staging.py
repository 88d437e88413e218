"""Puts the package's parts together in Chalice's layout: `chalice package` and `chalice deploy` run there unchanged."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import chalice

from chalicelib.portal.loader import keys
from chalicelib.web.engine import COMPILED
from infra.packing.bytecode import compile_tree
from infra.packing.portals import check_ahead
from infra.packing.templates import compile_into
from infra.project import ROOT
from infra.stages import Place, read_stages, write

NOT_CODE = shutil.ignore_patterns("__pycache__", "*.po", "*.pot")
NOT_DATA = shutil.ignore_patterns(".*", "README*", "LICENSE*", "stages.toml")  # what a body keeps beside its portal
CHALICE = ("__init__.py", "app.py")  # all of Chalice that runs in a Lambda


class Parts(NamedTuple):
    """`portals` are the folders of the portals that are packed."""

    layer: Path
    portals: tuple[Path, ...] = ()


def stage(folder: Path, parts: Parts) -> None:
    """Make the folder from scratch."""
    shutil.rmtree(folder, ignore_errors=True)
    vendor = folder / "vendor"
    shutil.copytree(parts.layer, vendor, copy_function=os.link)
    _copy_code(folder, vendor, parts.portals)
    check_ahead(folder / "chalicelib" / "portal" / "portals")
    compile_into(vendor)
    _compile(folder, vendor)
    _configure(folder, parts.portals)


def _copy_code(folder: Path, vendor: Path, portals: tuple[Path, ...]) -> None:
    shutil.copy(ROOT / "app.py", folder)
    shutil.copytree(ROOT / "chalicelib", folder / "chalicelib", ignore=NOT_CODE)
    packed = folder / "chalicelib" / "portal" / "portals"
    for key in keys(packed):
        shutil.rmtree(packed / key)
    for portal in portals:
        shutil.copytree(portal, packed / portal.name, ignore=NOT_DATA)
    shutil.copytree(ROOT / "scheduled", vendor / "scheduled", ignore=NOT_CODE)


def _compile(folder: Path, vendor: Path) -> None:
    """Compile our own code, and the modules that Chalice copies by itself: their byte code comes from `vendor`."""
    compile_tree(folder / "chalicelib", "chalicelib")
    compile_tree(vendor / "scheduled", "scheduled")
    compile_tree(vendor / COMPILED, COMPILED, with_sources=False)
    loose = folder / "loose"
    (loose / "chalice").mkdir(parents=True)
    shutil.copy(ROOT / "app.py", loose)
    for name in CHALICE:
        shutil.copy(Path(chalice.__file__).with_name(name), loose / "chalice")
    compile_tree(loose)
    shutil.copytree(loose, vendor, ignore=shutil.ignore_patterns("*.py"), dirs_exist_ok=True)
    shutil.rmtree(loose)


def _configure(folder: Path, portals: tuple[Path, ...]) -> None:
    (folder / "requirements.txt").touch()  # nothing for Chalice to install: it is all in `vendor`
    stages = read_stages()
    without = (portal.name for portal in portals if portal.name not in stages.portals)
    extra = {name: {"test": Place(origin=f"https://{name}.example.org")} for name in without}
    write(stages.model_copy(update={"portals": stages.portals | extra}), folder / ".chalice")
