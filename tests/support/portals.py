"""The portals that tests run over: our own, or those that PORTALS names; and where each of them lies."""

from functools import cache
from pathlib import Path

from chalicelib.forms.catalogue import Catalogue, load_catalogue
from chalicelib.portal import loader
from chalicelib.portal.fees import Schedule, load_fees
from chalicelib.portal.model import Portal
from infra.portals import folders
from infra.project import ROOT

EXAMPLES = ROOT / "tests" / "portals"
KEYS = list(folders())  # `example` is none of them: it lies with the tests


def folder(key: str) -> Path:
    """Return a portal's folder: of those that PORTALS names, of our own, or the example's."""
    return folders().get(key) or (EXAMPLES if key == "example" else loader.PORTALS) / key


@cache  # to read and check a portal takes longer than most tests; nobody can change one
def portal_of(key: str) -> Portal:
    return loader.load(key, folder(key).parent)


@cache
def catalogue_of(key: str) -> Catalogue:
    return load_catalogue(key, folder(key).parent)


@cache
def fees_of(key: str) -> Schedule:
    """Return what a portal charges; the example charges nothing where no test says otherwise."""
    return load_fees(key, folders().get(key, loader.PORTALS / key).parent)
