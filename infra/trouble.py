"""What stops a command, and is told to whoever gave it: in a sentence, not in a stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.portal.faults import PortalError


class Trouble(Exception):  # noqa: N818 -- its subclasses are nouns
    """The message is for people."""


@contextmanager
def told() -> Iterator[None]:
    """End the command with the message of what stopped it."""
    try:
        yield
    except Trouble as trouble:
        raise SystemExit(str(trouble)) from None
    except PortalError as error:
        from infra.check.telling import language_of_the_terminal, tell  # noqa: PLC0415 -- only where there are faults

        language = language_of_the_terminal()
        raise SystemExit("\n".join(tell(fault, language) for fault in error.faults)) from None
