"""All services of a portal, read where first needed. A broken form is refused with file, place and reason."""

import pickle
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Question
from chalicelib.forms.service import Service
from chalicelib.portal.loader import PORTALS, PortalError, load, place, read
from chalicelib.record import Record

CHECKED = "forms.pickle"  # beside a portal's file, in the package only: what the build made of its forms
NEEDED = {"access": {"name": "text", "email": "email"}, "recovery": {"name": "text", "email": "email"}}
Location = tuple[int | str, ...]
T = TypeVar("T", bound=Record)


class Catalogue:
    """The services, by key: those that anyone can begin with first, then in the order of their files' names.

    `requests` are the forms that are no service: one page each, which staff answer.
    """

    def __init__(self, services: dict[str, Service], requests: dict[str, FormPage]) -> None:
        self._services = services
        self.requests = requests

    def __iter__(self) -> Iterator[Service]:
        return iter(self._services.values())

    def service(self, key: str) -> Service | None:
        return self._services.get(key)


def load_catalogue(portal: str, folder: Path = PORTALS) -> Catalogue:
    """Return the portal's services, as the build checked them where it did; raise PortalError."""
    checked = folder / portal / CHECKED
    if not checked.exists():
        return check_catalogue(portal, folder)
    catalogue: Catalogue = pickle.loads(checked.read_bytes())  # noqa: S301 -- part of the package, as the code is
    return catalogue


def check_catalogue(portal: str, folder: Path) -> Catalogue:
    """Return what the portal's files say; raise PortalError."""
    return Catalogue(check_services(portal, folder), check_requests(portal, folder))


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


def check_requests(portal: str, folder: Path) -> dict[str, FormPage]:
    """Return the forms of the kinds that the policy names, by kind; raise PortalError."""
    policy = load(portal, folder).policies.requests
    paths = sorted((folder / portal / "requests").glob("*.toml"))
    found = {path.stem: _checked(FormPage, path, read(path)) for path in paths}
    if found.keys() != set(policy.kinds if policy else ()):
        raise PortalError(f"{folder / portal}: policies.requests.kinds and the files in requests/ are not the same")
    for kind, page in found.items():
        _refuse_unfit(folder / portal / "requests" / f"{kind}.toml", kind, page)
    return found


def _refuse_unfit(path: Path, kind: str, page: FormPage) -> None:
    """Refuse a form that asks for more than one page can, or not for what an answer needs."""
    asked = {question.key: question for question in page.questions}
    missing = [f"{name} must be asked" for name, type_ in NEEDED[kind].items() if not _asks(asked.get(name), type_)]
    odd = [
        f"{key}: not on this kind of form" for key, each in asked.items() if each.when or not each.fits_standalone_page
    ]
    if missing or odd:
        raise PortalError("\n".join(f"{path}: {fault}" for fault in [*missing, *odd]))


def _asks(question: Question | None, type_: str) -> bool:
    return question is not None and question.type == type_ and question.required


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
