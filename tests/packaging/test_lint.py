"""What CloudFormation would find wrong with the templates is found here."""

import subprocess
import sys
from pathlib import Path

from infra.build import Package
from infra.project import INFRA, REGION


def test_cloudformation_has_nothing_to_say_against_the_templates(package: Package) -> None:
    templates = [package.templates["freight"], INFRA / "data.yaml", INFRA / "edge.yaml"]
    linter = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", REGION, "--template", *map(str, templates)]
    done = subprocess.run(linter, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stdout + done.stderr == ""
