"""All services of a portal, read where first needed. A broken form is refused with file, place and reason."""

import pickle
from collections.abc import Iterator
from pathlib import Path

from chalicelib.forms.page import FormPage
from chalicelib.forms.service import Service
from chalicelib.portal.loader import PORTALS

CHECKED = "forms.pickle"  # beside a portal's file, in the package only: what the build made of its forms


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
    from chalicelib.forms.files import check_forms  # noqa: PLC0415 -- the package has its forms checked

    services, requests = check_forms(folder / portal)
    return Catalogue(dict(sorted(services.items(), key=_open_first)), requests)


def _open_first(item: tuple[str, Service]) -> tuple[bool, str]:
    key, service = item
    return bool(service.eligibility.approved_for), key
