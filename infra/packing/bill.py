"""Writes the bill of materials of the package, in CycloneDX: all that somebody else wrote and we ship (SECURITY SEC65).

Digests stand in the lock files, for each file of a distribution; here a package is named as databases of
vulnerabilities name it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.project import ROOT

Json = dict[str, Any]
NAME = "bill-of-materials.cdx.json"
PINNED = re.compile(r"^([\w.-]+)==([\w.!+-]+)", re.MULTILINE)
IN_BROWSERS = "govuk-frontend"  # of what styles/ is built with, all that ends up in its output


def write_bill(folder: Path) -> None:
    bill = bill_of_materials((ROOT / "requirements.txt").read_text(), (ROOT / "styles/package-lock.json").read_text())
    (folder / NAME).write_text(json.dumps(bill, indent=2) + "\n")


def bill_of_materials(requirements: str, styles: str) -> Json:
    """Return the bill of these two lock files, pip's and npm's."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "guichet", "name": "guichet"}},
        "components": [_component(*shipped) for shipped in _shipped(requirements, styles)],
    }


def _shipped(requirements: str, styles: str) -> Iterator[tuple[str, str, str]]:
    """Yield (registry's kind, name, version)."""
    for name, version in PINNED.findall(requirements):
        yield "pypi", name.lower().replace("_", "-"), version
    yield "npm", IN_BROWSERS, json.loads(styles)["packages"][f"node_modules/{IN_BROWSERS}"]["version"]


def _component(kind: str, name: str, version: str) -> Json:
    url = f"pkg:{kind}/{name}@{version}"
    return {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url}
