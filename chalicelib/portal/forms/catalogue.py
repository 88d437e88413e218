"""All services of a portal, read where first needed. A broken form is refused with file, place and reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chalicelib.portal.forms.service import Service
from chalicelib.portal.loader import PORTALS, PortalError, place, read

Location = tuple[int | str, ...]


class Catalogue:
    """The services, by key, in the order of their files' names."""

    def __init__(self, services: dict[str, Service]) -> None:
        self._services = services

    def __iter__(self) -> Iterator[Service]:
        return iter(self._services.values())

    def service(self, key: str) -> Service | None:
        return self._services.get(key)


def load_catalogue(portal: str, folder: Path = PORTALS) -> Catalogue:
    """Return the portal's services; raise PortalError."""
    files = sorted((folder / portal / "forms").glob("*.toml"))
    found = {path.stem: _service(path) for path in files}
    strangers = {key for service in found.values() for key in service.eligibility.approved_for} - found.keys()
    if strangers:
        raise PortalError(f"{folder / portal}: approved_for names no service: {', '.join(sorted(strangers))}")
    return Catalogue(found)


def _service(path: Path) -> Service:
    data = {"key": path.stem, **read(path)}
    try:
        return Service.model_validate(data)
    except ValidationError as error:
        faults = [f"{path}: {place(_named(data, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise PortalError("\n".join(faults)) from None


def _named(data: Any, location: Location) -> Location:
    """Return the place by the keys of its page and question, where the error counts them."""
    names: list[int | str] = []
    for part in location:
        if isinstance(data, list) and isinstance(part, int):
            data = data[part]
            names.append(data.get("key", part) if isinstance(data, dict) else part)
        elif isinstance(data, dict) and part in data:
            data = data[part]
            names.append(part)
    return tuple(names)
