"""Silence for what would write a million lines of logs."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.cloud.logs import log


@contextmanager
def silence() -> Iterator[None]:
    level = log.log_level
    log.setLevel("CRITICAL")
    try:
        yield
    finally:
        log.setLevel(level)
