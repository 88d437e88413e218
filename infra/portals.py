"""Where portals lie: in this tree, or wherever PORTALS says.

`PORTALS` names folders, with colons between them: each is a portal's own, or holds several. A body versions its folder
by itself, outside of the engine's tree.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from chalicelib.portal import loader
from chalicelib.portal.faults import FileFault, PortalError
from chalicelib.portal.model import Portal

FILE = "portal.toml"


def places(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the folders in which portals are looked for."""
    said = [Path(place).expanduser().resolve() for place in environment.get("PORTALS", "").split(os.pathsep) if place]
    return said or [loader.PORTALS]


def folders(environment: Mapping[str, str] = os.environ) -> dict[str, Path]:
    """Return the folder of each portal, by its key, in the order of the keys."""
    files = [file for place in places(environment) for file in (place / FILE, *place.glob(f"*/{FILE}"))]
    return {file.parent.name: file.parent for file in sorted(files, key=lambda file: file.parent.name) if file.exists()}


def folder_of(key: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return a portal's folder; raise PortalError with the nearest key that there is."""
    found = folders(environment)
    if key not in found:
        where = places(environment)[0]
        raise PortalError(FileFault(where, (), "no_portal", {"name": key, "known": [*found]}))
    return found[key]


def load(key: str) -> Portal:
    """Return a portal; raise PortalError."""
    folder = folder_of(key)
    return loader.load(folder.name, folder.parent)
