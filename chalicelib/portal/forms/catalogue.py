"""All services of a portal, read where first needed. A broken form is refused with file, place and reason."""

import pickle
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from chalicelib.portal.forms.fields import FormPage
from chalicelib.portal.forms.service import Service
from chalicelib.portal.loader import PORTALS, PortalError, load, place, read
from chalicelib.record import Record

CHECKED = "forms.pickle"  # beside a portal's file, in the package only: what the build made of its forms
Location = tuple[int | str, ...]
T = TypeVar("T", bound=Record)


class Catalogue:
    """The services, by key: those that anyone can begin with first, then in the order of their files' names."""

    def __init__(self, services: dict[str, Service]) -> None:
        self._services = services

    def __iter__(self) -> Iterator[Service]:
        return iter(self._services.values())

    def service(self, key: str) -> Service | None:
        return self._services.get(key)


def load_catalogue(portal: str, folder: Path = PORTALS) -> Catalogue:
    """Return the portal's services, as the build checked them where it did; raise PortalError."""
    checked = folder / portal / CHECKED
    if not checked.exists():
        return Catalogue(check_services(portal, folder))
    return Catalogue(pickle.loads(checked.read_bytes()))  # noqa: S301 -- part of the package, as the code is


def check_services(portal: str, folder: Path) -> dict[str, Service]:
    """Return the services by key, as their files say them; raise PortalError."""
    files = sorted((folder / portal / "forms").glob("*.toml"))
    found = {path.stem: _service(path) for path in files}
    audiences = {audience.key for audience in load(portal, folder).audiences}
    _refuse_strangers(
        folder / portal, "approved_for", found.keys(), (s.eligibility.approved_for for s in found.values())
    )
    _refuse_strangers(folder / portal, "audiences", audiences, (s.eligibility.audiences for s in found.values()))
    _refuse_strangers(folder / portal, "opens", audiences, ((s.opens,) for s in found.values() if s.opens))
    return dict(sorted(found.items(), key=lambda item: (bool(item[1].eligibility.approved_for), item[0])))


def _refuse_strangers(place: Path, what: str, known: Container[str], named: Iterable[tuple[str, ...]]) -> None:
    strangers = {key for keys in named for key in keys if key not in known}
    if strangers:
        raise PortalError(f"{place}: {what} names what is not there: {', '.join(sorted(strangers))}")


def _service(path: Path) -> Service:
    data = read(path)
    if isinstance(data.get("pages"), list):
        data["pages"] = [_page(path.parent / "pages", page) for page in data["pages"]]
    return _checked(Service, path, data)


def _page(folder: Path, page: Any) -> Any:
    """Return a page, read from its own file where several services share it: `shared = "identity"`."""
    if not (isinstance(page, dict) and page.keys() == {"shared"}):
        return page
    path = folder / f"{page['shared']}.toml"
    return _checked(FormPage, path, read(path))


def _checked(model: type[T], path: Path, data: dict[str, Any]) -> T:
    """Return what the file says, under the key that is its name; raise PortalError."""
    named = {"key": path.stem, **data}
    try:
        return model.model_validate(named)
    except ValidationError as error:
        faults = [f"{path}: {place(_named(named, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise PortalError("\n".join(faults)) from None


def _named(data: Any, location: Location) -> Location:
    """Return the place by the keys of its page and question, where the error counts them."""
    names: list[int | str] = []
    for part in location:
        if isinstance(data, dict) and part == data.get("type"):
            continue  # a kind of question, which is no place in the file
        data = _member(data, part)
        names.append(data.get("key", part) if isinstance(part, int) and isinstance(data, dict) else part)
    return tuple(names)


def _member(data: Any, part: int | str) -> Any:
    """Return what stands there; None where nothing does, which may be the fault."""
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) else None
