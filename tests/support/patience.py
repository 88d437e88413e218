"""Waiting for what comes by way of a stream, an event or a schedule: no longer than it takes, and not for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
BETWEEN_LOOKS = 0.1  # seconds
PATIENCE = 120  # seconds: a busy machine is no fault


def until(ask: Callable[[], Found], what: str, within: float = PATIENCE) -> Found:
    """Ask until the answer is something, and return it; `what` is waited for, for so many seconds."""
    deadline = time.monotonic() + within
    while not (found := ask()):
        assert time.monotonic() < deadline, f"{what}: not within {within} seconds"
        time.sleep(BETWEEN_LOOKS)
    return found
