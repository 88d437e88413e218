"""The archive of PDF files as the actions see it: written once, never changed, fetched by signed links."""

from datetime import timedelta
from typing import Protocol

from chalicelib.cloud.files import Served


class Archive(Protocol):
    """One portal's bucket of papers. Raises Unavailable for *not now*."""

    def has(self, key: str) -> bool: ...

    def keep(self, key: str, content: bytes, media_type: str) -> None:
        """Write what lies under no key yet; whatever lies there already stays."""
        ...

    def link(self, key: str, served: Served, lifetime: timedelta) -> str:
        """Sign an address that lets anyone save it for a while."""
        ...
