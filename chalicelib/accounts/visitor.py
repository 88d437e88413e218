"""The client of a request as the actions see it, before sign-in."""

from typing import NamedTuple

from chalicelib.portal.text import Language


class KnownDevice(NamedTuple):
    """A browser from which these accounts (ids) have been signed in to before (SECURITY SEC07)."""

    id: str
    accounts: tuple[str, ...]


class Visitor(NamedTuple):
    """`address` is the network's; `browser` names the browser until it is closed; `agent` is what it says it is.

    Of a program, `browser` is a name that follows from the secret of its sign-up.
    """

    language: Language
    address: str
    browser: str | None  # None for a program that has no such secret
    agent: str
    device: KnownDevice | None = None
