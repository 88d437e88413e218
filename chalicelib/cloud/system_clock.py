"""The system's clock: the only module that reads it or waits for it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class SystemClock:
    """Whole seconds, so that an instant reads the same in a record, in the table and in a mail, and sorts as text."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def next_second(self) -> None:
        self._sleep(1 - time.time() % 1)
