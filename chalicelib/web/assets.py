"""Styles, scripts and marks: small texts, served from the package under names that change with their content."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chalicelib.errors import NotFound
from chalicelib.portal.model import Portal

if TYPE_CHECKING:
    from chalicelib.web.request import Request

STATIC = Path(__file__).parent / "static"
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


def asset_path(request: "Request", name: str) -> str:
    """Return the address of `main.css` and the like; `theme.css` and `mark.svg` are the portal's own."""
    stem, dot, suffix = name.rpartition(".")
    digest = _digest(_content(request.portal, name))
    return f"{urlsplit(request.services.settings.origin).path}/assets/{stem}.{digest}{dot}{suffix}"


def read_asset(portal: Portal, hashed_name: str) -> tuple[str, str]:
    """Return (content, media type) of a hashed name; raise NotFound for any other, an outdated one included."""
    stem, _, rest = hashed_name.partition(".")
    digest, _, suffix = rest.partition(".")
    if suffix not in TYPES or not stem.isalpha():
        raise NotFound
    try:
        content = _content(portal, f"{stem}.{suffix}")
    except OSError:  # there is none, or no file could have such a name
        raise NotFound from None
    if digest != _digest(content):
        raise NotFound
    return content, TYPES[suffix]


def _content(portal: Portal, name: str) -> str:
    own = {"theme.css": portal.theme, "mark.svg": portal.mark}
    return own[name] if name in own else _file(name)


@cache
def _file(name: str) -> str:
    return (STATIC / name).read_text()


@cache
def _digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()[:16]
