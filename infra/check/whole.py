"""Checks a portal as a whole: each of its files by itself, then what they say of one another."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.forms.catalogue import check_catalogue
from chalicelib.portal.faults import FileFault, PortalError, member, noting, tables, texts
from chalicelib.portal.fees import load_fees
from chalicelib.portal.loader import DEFAULTS, check, laid_over, read
from infra.check.mark import mark_faults
from infra.check.theme import WHITE, contrast, theme_faults

KEY = re.compile(r"[a-z][a-z0-9-]*")
HERE = ("portal.toml", "fees.toml", "theme.css", "mark.svg", "forms", "requests", "stages.toml", "README.md", "LICENSE")
FORMS = re.compile(r"[a-z][a-z0-9-]*\.toml|pages")
WHITE_TEXT = 4.5  # the least contrast of a mail's button, whose ground is the portal's colour


def check_portal(folder: Path) -> None:
    """Raise PortalError with everything that is wrong in a portal's folder."""
    faults = portal_faults(folder)
    if faults:
        raise PortalError(*faults)


def portal_faults(folder: Path) -> list[FileFault]:
    """Return everything that is wrong in a portal's folder, file by file."""
    faults: list[FileFault] = [*_names(folder)]
    with noting(faults):
        check(folder.name, folder.parent)
    with noting(faults):
        check_catalogue(folder.name, folder.parent)
    with noting(faults):
        load_fees(folder.name, folder.parent)
    for name, found in (("theme.css", theme_faults), ("mark.svg", mark_faults)):
        if (folder / name).is_file():
            with noting(faults):
                faults += found(folder / name)
    said = _said(folder)
    faults += [*_pale(folder, said), *_money(folder, said), *_access_codes(folder, said)]
    unique = [each for number, each in enumerate(faults) if each not in faults[:number]]
    return sorted(unique, key=lambda each: each.path)


def _names(folder: Path) -> Iterator[FileFault]:
    """Yield what is wrong with the names of the folder and of its files: a misspelt one would be left out."""
    if not KEY.fullmatch(folder.name):
        yield FileFault(folder, (), "folder_name")
    for path in sorted(folder.glob("[!.]*")):
        if path.name not in HERE:
            yield FileFault(path, (), "unknown_file", {"name": path.name, "known": HERE})
    for path in sorted(
        (*folder.glob("forms/[!.]*"), *folder.glob("forms/pages/[!.]*"), *folder.glob("requests/[!.]*"))
    ):
        if not FORMS.fullmatch(path.name):
            yield FileFault(path, (), "unknown_file", {"name": path.name, "known": []})


def _said(folder: Path) -> dict[str, Any]:
    """Return what portal.toml says over the defaults; nothing if it can't be read, which is told already."""
    try:
        return laid_over(read(DEFAULTS), read(folder / "portal.toml"))
    except PortalError:
        return {}


def _pale(folder: Path, said: dict[str, Any]) -> Iterator[FileFault]:
    colour = said.get("theme_color")
    if not (isinstance(colour, str) and re.fullmatch(r"#[0-9a-f]{6}", colour)):
        return
    ratio = contrast(colour, "#ffffff")
    if ratio < WHITE_TEXT:
        shown = {"front": WHITE, "ground": "theme_color", "ratio": f"{ratio:.1f}", "least": f"{WHITE_TEXT:.1f}"}
        yield FileFault(folder / "portal.toml", ("theme_color",), "pale", shown)


def _access_codes(folder: Path, said: dict[str, Any]) -> Iterator[FileFault]:
    identifiers = [each for audience in tables(said, "audiences") for each in texts(audience, "identifiers")]
    if "access_code" in identifiers and not member(said, "policies", "access_codes"):
        yield FileFault(folder / "portal.toml", ("policies", "access_codes"), "no_access_codes")


def _money(folder: Path, said: dict[str, Any]) -> Iterator[FileFault]:
    """Yield where fees, services and the policy of billing do not agree."""
    path = folder / "fees.toml"
    is_on = member(said, "policies", "billing", "on")
    try:
        fees = tables(read(path), "fees") if path.exists() else []
    except PortalError:
        return
    services = dict(_services(folder))
    if is_on is False and fees:
        yield FileFault(path, (), "fees_without_billing")
    elif is_on is True and not fees and not all(each.get("free") for each in services.values()):
        yield FileFault(folder / "portal.toml", ("policies", "billing", "on"), "billing_without_fees")
    elif is_on is True:
        for key, service in services.items():
            yield from _fee_of(folder / "forms" / f"{key}.toml", service, fees)


def _fee_of(form: Path, service: dict[str, Any], fees: list[dict[str, Any]]) -> Iterator[FileFault]:
    """Yield that a service lacks a fee, or has one though it says that it is free."""
    named = [texts(fee, "services") for fee in fees if fee.get("event") in ("application", "registration")]
    is_charged = any(not services or form.stem in services for services in named)
    if service.get("free") and is_charged:
        yield FileFault(form, ("free",), "free_with_fee")
    if not (service.get("free") or is_charged or service.get("retired")):
        yield FileFault(form, (), "service_without_fee")


def _services(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("forms/*.toml")):
        try:
            yield path.stem, read(path)
        except PortalError:
            continue
