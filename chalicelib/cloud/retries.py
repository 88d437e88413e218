"""Retries calls to the table and for the key: a few times, with exponential backoff and jitter (SECURITY REL28).

This is the one place that does so. Botocore's own way waits for a second where a twentieth does, and knows nothing of
transactions that met; the two together would multiply.
"""

import random
from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cloud.table import Unavailable

SERVER_ERROR = 500  # the first status that says it: the service is to blame
BUSY = {  # what DynamoDB says of a whole call, and why it cancels a transaction, where the next try may succeed
    "InternalServerError",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingError",
    "ThrottlingException",
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
}
TRIES = 5  # of a call that is refused: where half of all calls are, one in thirty fails for good
UNANSWERED = 3  # tries of a call to which no answer comes: each may take as long as the client waits
PAUSE = 0.05  # seconds before the second try, doubled and jittered from there
T = TypeVar("T")


class Patience:
    """What one request of the table may still be refused: its tries are counted however it asks, whole or in parts.

    `pause` waits for some seconds.
    """

    def __init__(self, pause: Callable[[float], None]) -> None:
        self._pause = pause
        self._troubles: list[Exception] = []

    def call(self, call: Callable[[], T]) -> T:
        """Return what the call does, tried again while the table is busy."""
        while True:
            try:
                return call()
            except (BotoCoreError, ClientError) as error:
                if isinstance(error, ClientError) and not _is_busy(error):
                    raise
                self.wait_after(error)

    def wait_after(self, trouble: Exception) -> None:
        """Wait before the next try, longer each time; raise Unavailable where there is none left."""
        self._troubles.append(trouble)
        if len(self._troubles) >= TRIES or _unanswered(self._troubles) >= UNANSWERED:
            raise Unavailable(str(trouble)) from trouble
        self._pause(random.uniform(0.5, 1) * PAUSE * 2 ** (len(self._troubles) - 1))  # noqa: S311 -- jitter, no secret


def patiently(call: Callable[[], T], pause: Callable[[float], None]) -> T:
    """Return what the call does, tried again while the table is busy; raise Unavailable for all that says *not now*."""
    return Patience(pause).call(call)


def code_of(error: ClientError) -> str:
    return error.response["Error"]["Code"]


def reasons_of(error: ClientError) -> list[str]:
    """Return why each write of a transaction was cancelled, `None` for those that were not the cause."""
    reasons: Any = error.response.get("CancellationReasons", [])
    return [reason.get("Code", "None") for reason in reasons]


def _unanswered(troubles: list[Exception]) -> int:
    return sum(isinstance(trouble, BotoCoreError) for trouble in troubles)


def _is_busy(error: ClientError) -> bool:
    """Tell whether a second try may succeed: nothing that was asked is to blame."""
    causes = {reason for reason in reasons_of(error) if reason != "None"} or {code_of(error)}
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return causes <= BUSY or status >= SERVER_ERROR
