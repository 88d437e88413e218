"""`chalice deploy`, for a quick try of a portal's code on AWS.

It works without CloudFormation: what our policies leave to CloudFormation is filled in here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.deploy.target import Target
from infra.project import BUILD
from infra.stages import Stage
from infra.trouble import Trouble


def deploy_with_chalice(target: Target, stage: Stage) -> None:
    """Deploy what was built; the data stack must stand. Chalice keeps its records in `build/sandbox`."""
    folder = BUILD / "sandbox" / stage.name
    for name in ("vendor", "chalicelib"):
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(BUILD / "package", folder, dirs_exist_ok=True)
    known = names(target, stage)
    for policy in (folder / ".chalice" / "policies").glob("*.json"):
        policy.write_text(json.dumps(resolve(json.loads(policy.read_text()), known)))
    _set_place(folder / ".chalice" / "config.json", stage, target, known)
    region = {"AWS_DEFAULT_REGION": target.session.region_name, "STREAM_ARN": known[f"{stage.prefix}-stream"]}
    chalice = Path(sys.executable).with_name("chalice")
    command = [str(chalice), "deploy", "--stage", stage.name]
    if subprocess.run(command, cwd=folder, env={**os.environ, **region}, check=False).returncode:  # noqa: S603
        raise Trouble(f"chalice deploy --stage {stage.name} failed.")


def _set_place(file: Path, stage: Stage, target: Target, known: dict[str, str]) -> None:
    """Fill in what package.yaml fills in elsewhere: where the files are."""
    config = json.loads(file.read_text())
    buckets = {name.upper(): known[f"{stage.prefix}-{name}-name"] for name in ("uploads", "receipts")}
    place = {**buckets, "UPLOADS_ENDPOINT": target.uploads_endpoint}
    config["stages"][stage.name]["environment_variables"] |= place
    file.write_text(json.dumps(config))


def names(target: Target, stage: Stage) -> dict[str, str]:
    """Return what templates may name: the exports of the data stack, the stage, and where we are."""
    pages = target.cloudformation.get_paginator("list_exports").paginate()
    exports = {export["Name"]: export["Value"] for page in pages for export in page["Exports"]}
    account = exports[f"{stage.prefix}-table"].split(":")[4]
    place = {"AWS::Region": target.session.region_name, "AWS::AccountId": account, "AWS::Partition": "aws"}
    return exports | place | {"Stage": stage.name}


def resolve(node: Any, known: dict[str, str]) -> Any:
    """Return a part of a template with its references filled in."""
    match node:
        case {"Fn::ImportValue": name}:
            return known[resolve(name, known)]
        case {"Fn::Sub": [text, own]}:
            return resolve({"Fn::Sub": text}, known | resolve(own, known))
        case {"Fn::Sub": text}:
            return re.sub(r"\$\{([^}]+)\}", lambda found: known[found[1]], text)
        case dict():
            return {key: resolve(value, known) for key, value in node.items()}
        case list():
            return [resolve(item, known) for item in node]
    return node
