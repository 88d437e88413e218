"""Cookies: one way to write them (SECURITY SEC31), and values that are sealed against change."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.cloud.keyring import Keyring, Purpose

SESSION = "__Host-session"  # the session's token
BROWSER = "__Host-visit"  # names the browser until it is closed: for forms and for the activation link
DEVICE = "__Host-device"  # says that someone has signed in from this browser before
REMEMBER = "__Host-remember"  # the identifier, where « remember me » was ticked; never the session
CARRY = "__Host-carry"  # from a form's answer to the page that follows it

_SEALED = Purpose("cookie")


def parse(header: str) -> dict[str, str]:
    """Return the cookies of a request; of two with one name, the first, which is the more specific."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in reversed(list(pairs)) if name}


def bake(name: str, value: str, lifetime: timedelta | None = None) -> str:
    """Return a Set-Cookie value, kept until the browser closes or for `lifetime`; an empty value removes it."""
    if not (value.isascii() and value.isprintable()) or set(value) & set(' ",;\\'):
        message = f"{name}: a character that a cookie must not hold"
        raise ValueError(message)
    age = timedelta(0) if not value else lifetime
    parts = [f"{name}={value}", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
    return "; ".join(parts + ([f"Max-Age={int(age.total_seconds())}"] if age is not None else []))


def seal(keyring: Keyring, name: str, content: Mapping[str, Any]) -> str:
    """Return content that its holder may read but not change, for the cookie of this name alone."""
    text = urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode()
    return f"{text}.{keyring.token(_SEALED, name + text)}"


def unseal(keyring: Keyring, name: str, sealed: str) -> dict[str, Any]:
    """Return what was sealed for the cookie of this name; nothing where the seal is broken."""
    text, _, mark = sealed.partition(".")
    if keyring.signer(mark, _SEALED, name + text) is None:
        return {}
    content: dict[str, Any] = json.loads(urlsafe_b64decode(text))
    return content
