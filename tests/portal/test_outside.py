"""A body's portal lies outside of the engine's tree: what holds for each of our portals holds for it too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.check.scaffold import new_portal
from infra.project import ROOT

# What is tried with each portal.
TRIED = (
    *("tests/web/test_assets.py", "tests/web/test_endpoints.py", "tests/web/test_links.py", "tests/web/test_pages.py"),
    *("tests/web/test_one_language.py", "tests/web/test_openapi.py", "tests/web/test_static.py"),
    *("tests/outbox/test_render.py", "tests/forms/test_services.py", "tests/portal/test_fees.py"),
)


@pytest.mark.long
def test_a_portal_of_another_place_passes_what_is_tried_with_each_portal(tmp_path: Path) -> None:
    folder = new_portal("midwifery", "psychotherapy", tmp_path)
    file = folder / "portal.toml"
    file.write_text(file.read_text().replace("Rivière-Haute", "Rivière-aux-Rats"))  # a name, in English too
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", "-k", "midwifery", *TRIED]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env={**os.environ, "PORTALS": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
