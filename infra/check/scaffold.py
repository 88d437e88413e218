"""Makes the folder of a new portal: a copy of one that is like it, which passes the check as it stands."""

import os
import re
import shutil
from pathlib import Path

from chalicelib.portal import loader
from chalicelib.portal.faults import FileFault, PortalError
from infra.check.whole import KEY
from infra.portals import folder_of
from infra.project import ROOT

SCHEMAS = ROOT / "docs" / "schemas"
NAMED_SCHEMA = re.compile(r"^#:schema \S*/(\w+\.json)$", re.MULTILINE)
STAGES = """\
# Where each environment of the portal is reached: infra/stages.toml of the engine says what can stand here.
[production]
origin = "https://{key}.example.org"
"""
OPENING = "# Begun as a copy of {like}: the body, the sender, the services and the fees are still that portal's.\n"


def new_portal(key: str, like: str, place: Path) -> Path:
    """Return the folder of the new portal in the place; raise PortalError."""
    source, target = folder_of(like), place / key
    if not KEY.fullmatch(key):
        raise PortalError(FileFault(target, (), "folder_name"))
    if target.exists():
        raise PortalError(FileFault(target, (), "portal_exists"))
    shutil.copytree(source, target)
    for file in target.rglob("*.toml"):
        _rewrite(file, like)
    if place != loader.PORTALS:
        (target / "stages.toml").write_text(STAGES.format(key=key), encoding="utf-8")
    return target


def _rewrite(file: Path, like: str) -> None:
    """Let a file name its schema from where it lies, and portal.toml say what it was copied from."""
    text = NAMED_SCHEMA.sub(
        lambda found: f"#:schema {_way(file)}/{found[1]}", file.read_text(encoding="utf-8"), count=1
    )
    if file.name == "portal.toml":
        first, _, rest = text.partition("\n")
        text = f"{first}\n{OPENING.format(like=like)}{_without_comments(rest)}"
    file.write_text(text, encoding="utf-8")


def _way(file: Path) -> str:
    return Path(os.path.relpath(SCHEMAS, file.parent)).as_posix()


def _without_comments(text: str) -> str:
    """Return a file without the comments at its head, which are about the portal that was copied."""
    lines = text.split("\n")
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)
