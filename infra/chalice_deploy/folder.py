"""Writes the folder that `chalice deploy` runs in: the package, and a configuration that names what really stands."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from infra.build import Package
from infra.chalice_deploy.record import merge, read_record, standing
from infra.chalice_deploy.resolve import names_of, resolve
from infra.chalice_deploy.template import Template
from infra.deploy.stacks import find_stack
from infra.deploy.target import Target
from infra.project import BUILD
from infra.stages import Stage, files, read_stages
from infra.trouble import Trouble

Json = dict[str, Any]


def write_folder(target: Target, stage: Stage, package: Package, folder: Path) -> None:
    """Write the folder of a stage anew; what Chalice has recorded of its resources is kept."""
    names = names_of(target, stage)
    if find_stack(target, stage.prefix):
        raise Trouble(f"The stack {stage.prefix} stands: `make deploy STAGE={stage.name}` brings its code up to date.")
    record = merge(read_record(folder, stage.name), standing(target, stage, names))
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BUILD / "package", folder, copy_function=os.link, ignore=shutil.ignore_patterns(".chalice"))
    environment = Template(package.templates[stage.portal], names).functions()[0].environment
    for path, content in files(read_stages()).items():
        _write(folder / ".chalice" / path, resolve(json.loads(content), names))
    _write(folder / ".chalice" / "config.json", _with_environment(folder, stage.name, environment))
    if record["resources"]:
        _write(folder / ".chalice" / "deployed" / f"{stage.name}.json", record)


def _with_environment(folder: Path, stage: str, environment: dict[str, str]) -> Json:
    config: Json = json.loads((folder / ".chalice" / "config.json").read_text())
    config["stages"] = {stage: {"environment_variables": environment}}
    return config


def _write(path: Path, content: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")
