"""Reads a portal's file. A wrong one is refused at build time with the file, the key and the reason."""

import pickle
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.portal.faults import FileFault, PortalError, checked, noting, with_key
from chalicelib.portal.model import Portal, audience_faults

PORTALS = Path(__file__).parent / "portals"
DEFAULTS = PORTALS / "defaults.toml"
BESIDE = {"theme": "theme.css", "mark": "mark.svg"}  # a portal's file
CHECKED = "portal.pickle"  # beside a portal's file, in the package only: what the build made of it


def load(key: str, folder: Path = PORTALS) -> Portal:
    """Return the portal `key`, as the build checked it where it did, else from its file; raise PortalError."""
    checked = folder / key / CHECKED
    if not checked.exists():
        return check(key, folder)
    portal: Portal = pickle.loads(checked.read_bytes())  # noqa: S301 -- part of the package, as the code is
    return portal


def check(key: str, folder: Path = PORTALS, changes: Path | None = None) -> Portal:
    """Return the portal's file laid over the defaults, with changes laid over both; raise PortalError."""
    path = folder / key / "portal.toml"
    faults: list[FileFault] = []
    data: dict[str, Any] = {"theme": "", "mark": ""}
    for name, file in BESIDE.items():
        with noting(faults):
            data[name] = text_of(path.with_name(file))
    try:
        data = laid_over(read(DEFAULTS), {**with_key(key, path, read(path), faults), **data})
        data = laid_over(data, read(changes)) if changes else data
    except PortalError as error:
        raise PortalError(*faults, *error.faults) from None
    faults += [FileFault(path, *each) for each in audience_faults(data)]
    return checked(Portal, path, data, faults)


def keys(folder: Path = PORTALS) -> list[str]:
    """Return the keys of all portals in the folder."""
    return sorted(path.parent.name for path in folder.glob("*/portal.toml"))


def read(path: Path) -> dict[str, Any]:
    """Return what a file of a portal says; raise PortalError."""
    try:
        return deepcopy(_parsed(text_of(path)))
    except ValueError as error:
        raise PortalError(FileFault(path, (), "toml", {"reason": str(error)})) from None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    """Return what a text of TOML says, which several checks ask for; raise ValueError."""
    import tomllib  # noqa: PLC0415 -- the package has its portals checked: a start reads no such file

    return tomllib.loads(text)


def text_of(path: Path) -> str:
    """Return what a file of a portal holds; raise PortalError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise PortalError(FileFault(path, (), "no_file")) from None
    except UnicodeDecodeError:
        raise PortalError(FileFault(path, (), "not_utf_8")) from None


def laid_over(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with what `top` says otherwise, table by table."""
    merged = {**base, **top}
    for name in base.keys() & top.keys():
        if isinstance(base[name], dict) and isinstance(top[name], dict):
            merged[name] = laid_over(base[name], top[name])
    return merged
