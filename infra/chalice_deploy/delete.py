"""Takes down what `chalice deploy` put; what the portal keeps stays."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.chalice_deploy.record import find_log_group
from infra.chalice_deploy.template import Template
from infra.deploy.target import Target
from infra.stages import Stage
from infra.trouble import Trouble


def delete(target: Target, stage: Stage, folder: Path, template: Template) -> None:
    """Run `chalice delete`, then delete the log groups, of which Chalice takes only the time they are kept."""
    chalice = Path(sys.executable).with_name("chalice")
    command = [str(chalice), "delete", "--stage", stage.name]
    if subprocess.run(command, cwd=folder, env=os.environ, check=False).returncode:  # noqa: S603
        raise Trouble(f"`chalice delete --stage {stage.name}` failed in {folder}.")
    for name in template.log_groups():
        if find_log_group(target, name):
            target.client("logs").delete_log_group(logGroupName=name)
    shutil.rmtree(folder)
