"""Lets Chalice make its zip and a template for each portal, and makes the zip the same wherever it is built."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from chalicelib.portal.model import Portal
from infra.packing.gateway import gateway_responses
from infra.project import INFRA, REGION
from infra.trouble import Trouble

Json = dict[str, Any]


def package(staging: Path, output: Path, portals: Sequence[Portal]) -> None:
    """Run `chalice package` for each portal; the first run makes the zip, the others find it."""
    first, *others = portals
    _package_portal(staging, output, first)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda portal: _package_portal(staging, output, portal), others))
    write_sorted(output / first.key / "deployment.zip", output / "package.zip")


def _package_portal(staging: Path, output: Path, portal: Portal) -> None:
    folder = output / portal.key
    folder.mkdir(parents=True, exist_ok=True)
    merge = folder / "merge.json"
    merge.write_text(json.dumps(merge_template(portal)))
    _chalice_package(staging, folder, merge, _any_stage(staging, portal.key))
    (folder / "sam.json").rename(output / f"{portal.key}.json")


def _any_stage(staging: Path, portal: str) -> str:
    """Return a stage of the portal: its stages share one template, whose parameters say how they differ."""
    stages: Json = json.loads((staging / ".chalice" / "config.json").read_text())["stages"]
    return next(name for name, stage in stages.items() if stage["environment_variables"]["PORTAL"] == portal)


def merge_template(portal: Portal) -> Json:
    """Return what is merged into Chalice's template: package.yaml, and what the gateway answers by itself."""
    template: Json = yaml.safe_load((INFRA / "package.yaml").read_text())
    template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"] = gateway_responses(portal)
    return template


def _chalice_package(staging: Path, output: Path, merge: Path, stage: str) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    command = [str(chalice), "package", "--stage", stage, "--merge-template", str(merge), str(output)]
    environment = {"AWS_DEFAULT_REGION": REGION, **os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=staging, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Trouble(f"chalice package --stage {stage} failed:\n{done.stdout}{done.stderr}")


def write_sorted(source: Path, target: Path, without: tuple[str, ...] = ()) -> None:
    """Copy a zip with its entries in order: Chalice writes them as the file system lists them.

    `without` begins the names of what is left out. Nobody sees half a zip: something may read the one that was there.
    """
    part = target.with_suffix(".part")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(name for name in old.namelist() if not name.startswith(without)):
            entry = zipfile.ZipInfo(name)  # dated 1980, as Chalice's
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    part.replace(target)
