"""Clouds that fail in known ways."""
# ruff: noqa: ARG002 -- a call that fails has no use for its arguments

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.table import Change, Condition, Item, Key, Unavailable, key_of
from tests.support.memory import MemoryTable, copied
from tests.support.world import Mailbox

THROTTLED = Unavailable("ThrottlingException")


class DownTable:
    """Every call raises `trouble`."""

    def __init__(self, trouble: Exception = THROTTLED) -> None:
        self._trouble = trouble

    def _fail(self) -> NoReturn:
        raise self._trouble.with_traceback(None)  # or each would carry the frames of all before it

    def get(self, key: Key) -> Item | None:
        self._fail()

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        self._fail()

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        self._fail()

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        self._fail()

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        self._fail()

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self._fail()

    def commit(self, change: Change) -> None:
        self._fail()


class InterruptedTable(MemoryTable):
    """Before its next commit, something else happens: what runs at the same time, made to happen in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.interruption: Callable[[], object] | None = None

    def commit(self, change: Change) -> None:
        interruption, self.interruption = self.interruption, None
        if interruption:
            interruption()
        super().commit(change)


class LaggingTable(MemoryTable):
    """Its queries return some rows as they were: in DynamoDB, they see parts of a transaction that is being applied.

    Single rows, read by their keys, are as they are.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[str, ...] = ()
        self._seen: dict[Key, Item] = {}

    def lag(self, *parts: str) -> None:
        """Let queries from now on show the rows whose sort keys have one of these parts as they are at this moment."""
        self._parts = parts
        self._seen = {key: copied(item) for key, item in self.items.items() if self._lags(key)}

    def _lags(self, key: Key) -> bool:
        return any(part in key.sk for part in self._parts)

    def query(self, pk: str, begins_with: str = "", **how: Any) -> Iterator[Item]:
        for item in super().query(pk, begins_with, **how):
            seen = self._seen.get(key_of(item)) if self._lags(key_of(item)) else item
            if seen:
                yield copied(seen)


class LosingMailbox(Mailbox):
    """Takes the mails, but the first answers get lost."""

    def __init__(self, lost: int) -> None:
        super().__init__()
        self._lost = lost

    def send(self, message: Message) -> str:
        answer = super().send(message)
        if len(self.messages) <= self._lost:
            raise Unavailable("Read timeout")
        return answer


class RefusingMailbox(Mailbox):
    """Never takes any."""

    def send(self, message: Message) -> str:
        raise MailRefused("MessageRejected")
