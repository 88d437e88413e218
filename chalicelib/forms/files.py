"""Reads the files of a portal's forms, and finds all that is wrong in them at once."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from chalicelib.forms.page import FormPage
from chalicelib.forms.question import Question
from chalicelib.forms.relations import page_faults, service_faults
from chalicelib.forms.service import Service
from chalicelib.portal.faults import (
    FileFault,
    Place,
    PortalError,
    checked,
    key_of,
    member,
    noting,
    refuse,
    tables,
    texts,
    with_key,
)
from chalicelib.portal.loader import read

NEEDED = {"access": {"name": "text", "email": "email"}, "recovery": {"name": "text", "email": "email"}}
PAGES = "pages"  # the folder of the pages that services share


def check_forms(portal: Path) -> tuple[dict[str, Service], dict[str, FormPage]]:
    """Return the services and the forms that staff answer, by key; raise PortalError with the faults of all files."""
    faults: list[FileFault] = []
    said = _said(portal)
    shared = _shared_pages(portal / "forms", faults)
    services = _services(portal, said, shared, faults)
    requests = _requests(portal, said, faults)
    refuse(faults)
    return services, requests


def _said(portal: Path) -> dict[str, Any]:
    """Return what the portal's own file says, nothing if it can't be read: whoever loads it is told."""
    try:
        return read(portal / "portal.toml")
    except PortalError:
        return {}


# --- services ---


def _shared_pages(forms: Path, faults: list[FileFault]) -> dict[str, dict[str, Any]]:
    """Return what the files of shared pages say; each is checked once, however many services have it."""
    found = {}
    for path in sorted((forms / PAGES).glob("*.toml")):
        with noting(faults):
            found[path.stem] = data = with_key(path.stem, path, read(path), faults)
            checked(FormPage, path, data, [FileFault(path, *each) for each in page_faults(data)])
    return found


def _services(
    portal: Path, said: dict[str, Any], shared: dict[str, dict[str, Any]], faults: list[FileFault]
) -> dict[str, Service]:
    files = {path.stem: path for path in sorted((portal / "forms").glob("*.toml"))}
    audiences = [key_of(each) for each in tables(said, "audiences")]
    used: set[str] = set()
    services = {}
    unread = False
    for key, path in files.items():
        try:
            data = with_key(key, path, read(path), faults)
        except PortalError as error:
            faults += error.faults
            unread = True
            continue
        used |= {name for page in tables(data, "pages") if isinstance(name := page.get("shared"), str)}
        found = _strangers(path, data, files, audiences) + _with_pages(path, data, shared)
        found += [FileFault(path, *each) for each in service_faults(data)]
        try:
            services[key] = checked(Service, path, data, found)
        except PortalError as error:
            faults += [each for each in error.faults if not _told_already(each, data, shared)]
    unused = () if unread else sorted(shared.keys() - used)
    faults += [FileFault(portal / "forms" / PAGES / f"{name}.toml", (), "unused_page") for name in unused]
    return services


def _told_already(fault: FileFault, data: dict[str, Any], shared: dict[str, dict[str, Any]]) -> bool:
    """Tell whether a fault is of a page that has a file of its own, under whose name it is told."""
    page = member(data, *fault.location[:2]) if len(fault.location) > 1 else None
    return any(page is each for each in shared.values())


def _with_pages(path: Path, data: dict[str, Any], shared: dict[str, dict[str, Any]]) -> list[FileFault]:
    """Put the pages that stand in files of their own in their places; return what is wrong with the others.

    A shared page that is not there is left out, and so is one that is told already.
    """
    faults, pages = [], []
    for page in data["pages"] if isinstance(data.get("pages"), list) else []:
        name = str(page.get("shared")) if isinstance(page, dict) and page.keys() == {"shared"} else None
        if name is None:
            pages.append(page)
            where = str(member(page, "key"))
            found = page_faults(page) if isinstance(page, dict) else ()
            faults += [FileFault(path, ("pages", where, *place), kind, facts) for place, kind, facts in found]
        elif name in shared:
            pages.append(shared[name])
        elif not (path.parent / PAGES / f"{name}.toml").exists():
            faults.append(FileFault(path, ("pages", "shared"), "no_page", {"name": name, "known": [*shared]}))
    if "pages" in data and pages:
        data["pages"] = pages
    return faults


def _strangers(path: Path, data: dict[str, Any], services: Collection[str], audiences: list[str]) -> list[FileFault]:
    """Return the names of services and audiences that are not there; of audiences only if the portal's can be read."""
    approved, opens = texts(data, "eligibility", "approved_for"), data.get("opens")
    found = [*_unknown(path, ("eligibility", "approved_for"), "no_services", approved, services)]
    if audiences:
        named = texts(data, "eligibility", "audiences")
        found += _unknown(path, ("eligibility", "audiences"), "no_audience", named, audiences)
        found += _unknown(path, ("opens",), "no_audience", [opens] if isinstance(opens, str) else [], audiences)
    if path.stem in approved:
        found.append(FileFault(path, ("eligibility", "approved_for"), "approved_for_itself"))
    return found


def _unknown(path: Path, place: Place, kind: str, names: Iterable[str], known: Collection[str]) -> Iterator[FileFault]:
    yield from (FileFault(path, place, kind, {"name": name, "known": [*known]}) for name in names if name not in known)


# --- forms that staff answer ---


def _requests(portal: Path, said: dict[str, Any], faults: list[FileFault]) -> dict[str, FormPage]:
    kinds = texts(said, "policies", "requests", "kinds")
    files = {path.stem: path for path in sorted((portal / "requests").glob("*.toml"))}
    missing = [portal / "requests" / f"{kind}.toml" for kind in kinds if kind in NEEDED and kind not in files]
    faults += [FileFault(path, (), "no_request_file") for path in missing]
    found = {}
    for kind, path in files.items():
        if said and kind not in kinds:
            faults.append(FileFault(path, (), "unnamed_request", {"name": kind, "known": [*NEEDED]}))
        with noting(faults):
            data = with_key(kind, path, read(path), faults)
            found[kind] = page = checked(FormPage, path, data, [FileFault(path, *each) for each in page_faults(data)])
            refuse(list(_unfit(path, NEEDED.get(kind, {}), page)))
    return found


def _unfit(path: Path, needed: dict[str, str], page: FormPage) -> Iterator[FileFault]:
    """Yield why a form asks for more than one page can, or not for what an answer needs."""
    asked = {question.key: question for question in page.questions}
    for name, type_ in needed.items():
        if not _asks(asked.get(name), type_):
            yield FileFault(path, ("questions",), "must_be_asked", {"name": name, "type": type_})
    for key, each in asked.items():
        if each.when or not each.fits_standalone_page:
            yield FileFault(path, ("questions", key), "not_on_this_form", {"type": each.type})


def _asks(question: Question | None, type_: str) -> bool:
    return question is not None and question.type == type_ and question.required
