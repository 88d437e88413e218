"""The package that tests deploy: ours, and in it two portals that only tests have."""

import os
from pathlib import Path

from chalicelib.portal import loader
from infra.build import Package, build
from infra.project import BUILD, ROOT

EXAMPLE = ROOT / "tests" / "portals" / "example"
CARRIER = BUILD / "portals" / "carrier"  # freight under another name: here, years may pass
FREIGHT = loader.PORTALS / "freight"
FOLDER = BUILD / "tests"


def package_for_tests() -> Package:
    """Return the package, built where it is not."""
    _lay_out_carrier()
    return build(FOLDER, (EXAMPLE, CARRIER))


def _lay_out_carrier() -> None:
    """Write what is freight's, but for the addresses, by which mails are told apart; other tests may do it now too."""
    for source in filter(Path.is_file, sorted(FREIGHT.rglob("*"))):
        target, part = CARRIER / source.relative_to(FREIGHT), BUILD / f"part-{os.getpid()}"
        content = source.read_bytes().replace(b"@transboreal.", b"@carrier.")
        if not (target.exists() and target.read_bytes() == content):
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(target)
