"""Response state that a view sets beside the page: cookies, and data for the next page."""

from datetime import timedelta
from typing import Any

from chalicelib.services import Services
from chalicelib.web import cookies


class ResponseContext:
    """Collects cookies and carried values of one response. `carried` is what the request brought along."""

    def __init__(self) -> None:
        self._cookies: list[str] = []
        self._carried: dict[str, Any] | None = None

    def set_cookie(self, name: str, value: str, lifetime: timedelta | None = None) -> None:
        self._cookies.append(cookies.bake(name, value, lifetime))

    def carry(self, **content: Any) -> None:
        """Hand values to the pages that follow this response, such as the address that was just typed."""
        self._carried = {**(self._carried or {}), **content}

    def replace_carried(self, content: dict[str, Any]) -> None:
        """Hand on these values and no others."""
        self._carried = content

    def set_cookies(self, services: Services) -> list[str]:
        """Return the Set-Cookie headers; values are carried in a sealed cookie, which an empty set of them removes."""
        if self._carried is None:
            return self._cookies
        sealed = cookies.seal(services.keyring, cookies.CARRY, self._carried) if self._carried else ""
        return [*self._cookies, cookies.bake(cookies.CARRY, sealed)]
