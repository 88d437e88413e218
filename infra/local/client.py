"""Speaks to one portal through the front: as a program does, or as a browser that keeps cookies and runs no script."""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import urllib3

PATIENCE = 35  # seconds: a little more than the gateway's


class Client:
    """`address` is the client's own, any of 127.0.0.0/8, and what the portal sees. Programs keep no cookies."""

    def __init__(self, port: int, portal: str, address: str = "127.0.0.1", *, keeps_cookies: bool = False) -> None:
        self.origin = f"http://{portal}.localhost:{port}"
        self.cookies: dict[str, str] = {}
        self._keeps_cookies = keeps_cookies
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=64, source_address=(address, 0))

    def get(self, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
        """Ask for JSON, unless the headers say otherwise: `accept="text/html"`."""
        return self.request("GET", path, None, headers)

    def post(self, path: str, content: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
        """Send JSON and ask for JSON."""
        return self.request("POST", path, content, headers)

    def submit(self, path: str, fields: Mapping[str, str], **headers: str) -> urllib3.BaseHTTPResponse:
        """Send a form, as a page of ours does."""
        form = {"content_type": "application/x-www-form-urlencoded", "accept": "text/html", "origin": self.origin}
        return self.request("POST", path, urlencode(fields).encode(), form | headers)

    def request(self, method: str, path: str, content: Any, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Send bytes as they are, anything else as JSON. Redirects are for the caller to follow."""
        sent = {"Host": self.origin.removeprefix("http://"), "Accept": "application/json", **_cookie(self.cookies)}
        body = {"body": content} if isinstance(content, bytes) else {"json": content} if content is not None else {}
        sent |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        answer = self._pool.request(method, path, headers=sent, redirect=False, retries=False, timeout=PATIENCE, **body)
        if self._keeps_cookies:
            self._keep(answer.headers.getlist("Set-Cookie"))
        return answer

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0" or not morsel.value:
                    del self.cookies[name]


def _cookie(cookies: Mapping[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
