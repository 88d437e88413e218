"""Makes the package that is deployed: Chalice's zip, with everything in it compiled, and a template for each portal.

It is made for the Python that makes it: byte code and extension modules are of one minor version. AWS takes that of
its runtime only; the local cloud runs what was made here.
"""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chalicelib.portal import loader
from infra.check.whole import check_portal
from infra.packing import catalogues, dependencies
from infra.packing.bill import write_bill
from infra.packing.package import package
from infra.packing.staging import Parts, stage
from infra.portals import folders
from infra.project import BUILD, INFRA, ROOT, RUNTIME
from infra.stages import read_stages
from infra.trouble import Trouble

SOURCES = ("app.py", "chalicelib", "scheduled", "templates", "requirements.txt", "infra/packing", "infra/package.yaml")

RECIPE = (
    "stages.toml",
    "packing/dependencies.py",
    "packing/botocore_data.py",
    "packing/bytecode.py",
    "packing/docstrings.py",
    "packing/shared_objects.py",
    "packing/stripe_modules.py",
    "packing/type_hints.py",
)


class Package(NamedTuple):
    """What was built."""

    zip: Path
    templates: dict[str, Path]  # portal -> its CloudFormation template


class WrongPython(Trouble):
    """This Python can't make a package for AWS."""

    def __init__(self, version: tuple[int, int]) -> None:
        has, wanted = (".".join(map(str, each)) for each in (version, RUNTIME))
        super().__init__(
            f"AWS runs Python {wanted}, and .venv has {has}: install {wanted}, remove .venv and give the command again."
        )


def build_for_aws(version: tuple[int, int] = sys.version_info[:2]) -> Package:
    """Build what has changed, or raise WrongPython."""
    if version != RUNTIME:
        raise WrongPython(version)
    return build()


def build(folder: Path = BUILD, portals: tuple[Path, ...] = ()) -> Package:
    """Build what has changed. `portals` are folders of portals beside those of PORTALS, for tests."""
    with _one_at_a_time():
        return _build(folder, portals)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for a build that runs already: of a demonstration, or of tests beside these."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path, portals: tuple[Path, ...]) -> Package:
    catalogues.compile_all()
    portals = (*folders().values(), *portals)
    for portal in portals:
        check_portal(portal)
    loaded = [loader.load(portal.name, portal.parent) for portal in portals]
    templates = {portal.key: folder / "out" / f"{portal.key}.json" for portal in loaded}
    mark, inputs = folder / "inputs", _digest(_inputs(portals))
    if not (mark.exists() and mark.read_text() == inputs):
        mark.unlink(missing_ok=True)
        stage(folder / "package", Parts(_layer(), portals))
        package(folder / "package", folder / "out", loaded)
        write_bill(folder / "out")
        mark.write_text(inputs)
    return Package(folder / "out" / "package.zip", templates)


def _layer() -> Path:
    """Return the folder of the dependencies; it is made anew when they, or how they are made, change."""
    layer = BUILD / "layers" / _digest([ROOT / "requirements.txt", *(INFRA / name for name in RECIPE)])
    if not layer.exists():
        shutil.rmtree(layer.parent, ignore_errors=True)
        dependencies.install(ROOT / "requirements.txt", read_stages().operations(), layer)
    return layer


def _inputs(portals: tuple[Path, ...]) -> Iterator[Path]:
    for place in [*(ROOT / name for name in SOURCES), INFRA / "stages.py", INFRA / "stages.toml", *portals]:
        yield from [place] if place.is_file() else sorted(path for path in place.rglob("*") if _is_source(path))


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for path in paths:
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
