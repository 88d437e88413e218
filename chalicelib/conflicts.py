"""Actions that read, decide and write: where someone else was first, they read again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from chalicelib.cloud.table import Conflict, Unavailable

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 5


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
