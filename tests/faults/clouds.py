"""A cloud that fails by chance: calls refused, answers lost, workers killed, mail that bounces, an index that lags."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any, NamedTuple

from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.table import Change, Condition, Delete, Item, Key, Put, Require, Unavailable, Update
from tests.support.memory import MemoryTable
from tests.support.world import Mailbox


class Killed(BaseException):
    """The worker is gone in the middle of what it did: nothing of ours may catch this."""


class Chances(NamedTuple):
    """How often a call fails, in thousandths."""

    refused: int = 0  # nothing is done
    lost: int = 0  # it is done, but nobody learns of it
    killed: int = 0  # before or after it is done
    meets: int = 0  # something else happens just before a write


CALM = Chances()
TROUBLE = Chances(refused=25, lost=25, killed=15, meets=200)


class FaultyTable(MemoryTable):
    """`history` is all that was ever written, None where a row was deleted; `happen` is what else goes on."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.chances = CALM
        self.faults = 0  # so far
        self.history: list[tuple[Key, Item | None]] = []
        self.new: list[Key] = []  # letters of which the stream has to tell
        self.happen: Callable[[], None] = lambda: None
        self._chance = chance
        self._shown: dict[str, list[Key]] = {}

    def get(self, key: Key) -> Item | None:
        with self._perhaps():
            return super().get(key)

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        with self._perhaps():
            return super().get_many(keys)

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        """Yield what is due, in some order, and what was due before: the index lags."""
        found = list(super().due(kind, until))
        stale = [key for key in self._shown.get(kind, []) if key not in found]
        self._shown[kind] = found
        if self.chances is not CALM:
            self._chance.shuffle(found)
        yield from [*found, *stale]

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self._meet()
        with self._perhaps():
            updated = super().update(key, values, add, when)
            self._note(key)
        return updated

    def commit(self, change: Change) -> None:
        self._meet()
        with self._perhaps():
            super().commit(change)

    def _apply(self, write: Put | Update | Delete | Require) -> None:
        super()._apply(write)
        if not isinstance(write, Require):
            self._note(write.key)
        if isinstance(write, Put) and write.key.pk.startswith("OUTBOX#") and write.item["attempts"] == 0:
            self.new.append(write.key)

    def _note(self, key: Key) -> None:
        self.history.append((key, dict(self.items[key]) if key in self.items else None))

    def _meet(self) -> None:
        if self._hits(self.chances.meets):
            happen, self.happen = self.happen, lambda: None
            happen()

    @contextmanager
    def _perhaps(self) -> Iterator[None]:
        if self._hits(self.chances.refused):
            raise Unavailable("refused")
        if self._hits(self.chances.killed):
            raise Killed
        yield
        if self._hits(self.chances.lost):
            raise Unavailable("the answer is lost")
        if self._hits(self.chances.killed):
            raise Killed

    def _hits(self, thousandths: int) -> bool:
        hit = self._chance.randrange(1000) < thousandths
        self.faults += hit
        return hit


class Sent(NamedTuple):
    """A letter that the mail service took; `faults` is how many there had been in the whole cloud before it did."""

    at: datetime
    letter: str
    to: str
    text: str
    faults: int


class FaultyMailbox(Mailbox):
    """Refuses some for now, some for good, and loses answers. `sent` is what people have in their hands."""

    def __init__(self, chance: Random, table: FaultyTable, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self._chance, self._table, self._now = chance, table, now

    def send(self, message: Message) -> str:
        drawn = self._chance.randrange(1000) if self._table.chances is not CALM else 1000
        if drawn < 60:
            raise Unavailable("not now")
        if drawn < 70:
            raise MailRefused("never")
        self.sent.append(Sent(self._now(), message.letter, message.to, message.text, self._table.faults))
        if drawn < 110:
            self._table.faults += 1
            raise Unavailable("the answer is lost")
        return f"message-{len(self.sent)}"
