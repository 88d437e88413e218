"""Clouds that fail in known ways."""
# ruff: noqa: ARG002 -- a call that fails has no use for its arguments

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.table import Change, Condition, Item, Key, Unavailable
from tests.support.memory import MemoryTable
from tests.support.world import Mailbox

THROTTLED = Unavailable("ThrottlingException")


class DownTable:
    """Every call raises `trouble`."""

    def __init__(self, trouble: Exception = THROTTLED) -> None:
        self._trouble = trouble

    def get(self, key: Key) -> Item | None:
        raise self._trouble

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        raise self._trouble

    def query(
        self,
        pk: str,
        begins_with: str = "",
        *,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        raise self._trouble

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        raise self._trouble

    def queue(self, *names: str, since: datetime | None = None, page: int | None = None) -> Iterator[Key]:
        raise self._trouble

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        raise self._trouble

    def commit(self, change: Change) -> None:
        raise self._trouble


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
