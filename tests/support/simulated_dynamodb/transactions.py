"""Transactions: accepted as a whole, then applied row by row, so that a read in between sees a part of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.support.simulated_dynamodb.errors import invalid, refusal
from tests.support.simulated_dynamodb.rows import Place, Rows
from tests.support.simulated_dynamodb.values import MB, Attributes, item_size

MOST_ACTIONS = 100
LARGEST = 4 * MB  # of all items of a transaction together
TOKENS_KEPT = timedelta(minutes=10)
Request = Sequence[Mapping[str, Any]]


class Done(NamedTuple):
    """A transaction that an idempotency token stands for."""

    request: Request
    at: datetime


class InFlight:
    """A transaction that is accepted. Its conditions held, and nothing can stop it."""

    def __init__(
        self, token: str, begun: datetime, places: Iterable[Place], writes: Mapping[Place, Attributes | None]
    ) -> None:
        self.token, self.begun = token, begun
        self.places = frozenset(places)  # also those that it only checks
        self._left = list(writes.items())

    def go_on(self, rows: Rows, count: int) -> bool:
        """Apply some more rows; tell whether that was all."""
        for place, item in self._left[:count]:
            rows.write(place, item)
        del self._left[:count]
        return not self._left


class Transactions:
    """Those under way, and the tokens of those that are done."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._under_way: list[InFlight] = []
        self._done: dict[str, Done] = {}

    def go_on(self, now: datetime, count: int) -> None:
        """Let those under way go on by some rows; a moment later they are done."""
        self._under_way = [
            each for each in self._under_way if not each.go_on(self._rows, count if each.begun == now else MOST_ACTIONS)
        ]

    def holds(self, place: Place) -> bool:
        """Tell whether a transaction under way has to do with a row."""
        return any(place in each.places for each in self._under_way)

    def is_done(self, token: str, request: Request, now: datetime) -> bool:
        """Tell whether the token stands for this very request, within its ten minutes; refuse it for another."""
        known = self._done.get(token)
        if known is None or now - known.at > TOKENS_KEPT:
            return False
        if known.request != request:
            raise refusal("IdempotentParameterMismatchException", "TransactWriteItems")
        if any(each.token == token for each in self._under_way):
            raise refusal("TransactionInProgressException", "TransactWriteItems")
        return True

    def begin(self, token: str, request: Request, flight: InFlight, *, is_late: bool) -> None:
        """Apply all of a transaction, or, where it is late, a first part."""
        self._done[token] = Done(request, flight.begun)
        if not flight.go_on(self._rows, 1 if is_late else MOST_ACTIONS):
            self._under_way.append(flight)


def check(token: str, places: Sequence[Place]) -> None:
    """Refuse a transaction that makes no sense."""
    if not 1 <= len(places) <= MOST_ACTIONS:
        raise invalid("Member must have length less than or equal to 100, and at least 1")
    if len(set(places)) != len(places):
        raise invalid("Transaction request cannot include multiple operations on one item")
    if not 1 <= len(token) <= 36:
        raise invalid("Member must have length less than or equal to 36")


def check_size(items: Iterable[Attributes | None]) -> None:
    if sum(item_size(item) for item in items if item) > LARGEST:
        raise invalid("Transaction size exceeded the maximum allowed: 4 MB")
