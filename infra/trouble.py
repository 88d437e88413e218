"""What stops a command, and is told to whoever gave it: in a sentence, not in a stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.portal.loader import PortalError


class Trouble(Exception):  # noqa: N818 -- its subclasses are nouns
    """The message is for people."""


@contextmanager
def told() -> Iterator[None]:
    """End the command with the message of what stopped it."""
    try:
        yield
    except (Trouble, PortalError) as trouble:
        raise SystemExit(str(trouble)) from None
