"""The unit of work: what one action writes, all of it or nothing, and how it runs again after a lost race."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from chalicelib.cloud.metrics import Metric
from chalicelib.cloud.table import Change, Conflict, Unavailable
from chalicelib.services import Services

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 5


class UnitOfWork(Change):
    """A change with what every part of an action needs: the services, the time it happens at, and who acts.

    `by` is the id of an account, a person or a member of staff, or SYSTEM; None where each owner acts in their own
    affairs.
    """

    def __init__(self, services: Services, now: datetime, by: str | None = None) -> None:
        super().__init__(services.ids.new())
        self.services = services
        self.now = now
        self.by = by
        self._counts: list[Metric] = []

    def count(self, metric: Metric) -> None:
        """Count what the action does, once it is done."""
        self._counts.append(metric)

    def commit(self) -> None:
        """Write everything, or raise Conflict and write nothing."""
        self.services.table.commit(self)
        for metric in self._counts:
            self.services.metrics.count(metric)


def retry_on_conflict(action: Callable[P, T]) -> Callable[P, T]:
    """Run the action again after a lost race, a few times; then raise Unavailable."""

    @wraps(action)
    def retried(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES):
            try:
                return action(*args, **kwargs)
            except Conflict:
                continue
        raise Unavailable("someone else was always first")

    return retried
