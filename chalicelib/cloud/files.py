"""Files as the actions see them. Browsers send and fetch them directly, by signed forms and links."""

from datetime import timedelta
from typing import NamedTuple, Protocol


class PostForm(NamedTuple):
    """What a browser posts, `fields` before the field `file`, to put one file under one key."""

    url: str
    fields: dict[str, str]


class Stored(NamedTuple):
    """What lies under a key now; `name` is what its sender called the file."""

    version: str
    etag: str
    size: int
    name: str


class Served(NamedTuple):
    """A file as people get it."""

    name: str
    media_type: str


class Files(Protocol):
    """One portal's bucket. Every version of an object stays until it is deleted; raises Unavailable for *not now*."""

    def form(self, key: str, largest: int, lifetime: timedelta, back: str | None) -> PostForm:
        """Sign a form. S3 sends the browser to `back` afterwards, or answers 204 where it is None."""
        ...

    def find(self, key: str) -> Stored | None: ...

    def read(self, key: str, version: str) -> bytes: ...

    def write(self, key: str, content: bytes, media_type: str) -> None:
        """Put what we made ourselves under the key."""
        ...

    def verdict(self, key: str, version: str) -> str | None:
        """Return what the scanner noted on the version."""
        ...

    def keep(self, key: str, version: str, to: str, media_type: str) -> str:
        """Copy one version of an object; return the version of the copy."""
        ...

    def link(self, key: str, version: str, served: Served, lifetime: timedelta) -> str:
        """Sign an address that lets anyone save this version for a while."""
        ...

    def delete(self, key: str) -> None:
        """Delete all versions; fine where there are none."""
        ...

    def delete_below(self, prefix: str) -> None:
        """Delete all versions of all objects whose keys begin so."""
        ...
