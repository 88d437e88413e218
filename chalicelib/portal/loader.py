"""Reads a portal's file. A wrong one is refused at build time with the file, the key and the reason."""

import pickle
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chalicelib.portal.model import Portal

PORTALS = Path(__file__).parent / "portals"
DEFAULTS = PORTALS / "defaults.toml"
CHECKED = "portal.pickle"  # beside a portal's file, in the package only: what the build made of it


class PortalError(Exception):
    """A portal's file that can't be used: one line for each fault."""


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
    files = {"theme": _text(path.with_name("theme.css")), "mark": _text(path.with_name("mark.svg"))}
    data = _laid_over(read(DEFAULTS), {"key": key, **files, **read(path)})
    data = _laid_over(data, read(changes)) if changes else data
    try:
        return Portal.model_validate(data)
    except ValidationError as error:
        faults = [f"{path}: {place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise PortalError("\n".join(faults)) from None


def keys(folder: Path = PORTALS) -> list[str]:
    """Return the keys of all portals in the folder."""
    return sorted(path.parent.name for path in folder.glob("*/portal.toml"))


def read(path: Path) -> dict[str, Any]:
    """Return what a file of a portal says; raise PortalError."""
    import tomllib  # noqa: PLC0415 -- the package has its portals checked: a start reads no such file

    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise PortalError(f"{path}: {error}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise PortalError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PortalError(f"{path}: not UTF-8: {error.reason}") from None


def _laid_over(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with what `top` says otherwise, table by table."""
    merged = {**base, **top}
    for name in base.keys() & top.keys():
        if isinstance(base[name], dict) and isinstance(top[name], dict):
            merged[name] = _laid_over(base[name], top[name])
    return merged


def place(location: tuple[int | str, ...]) -> str:
    """Return where in the file a fault is, as people write it."""
    return ".".join(str(part) for part in location) or "(whole file)"
