"""A cloud that fails by chance: calls refused, answers lost, workers killed, mail that bounces, an index that lags."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any, NamedTuple, Protocol

from chalicelib.cloud.files import Stored
from chalicelib.cloud.mail import MailRefused, Message
from chalicelib.cloud.table import Change, Condition, Delete, Item, Key, Put, Require, Table, Unavailable, Update
from tests.support.files import MemoryFiles, Version
from tests.support.memory import MemoryTable
from tests.support.world import Mailbox


class Killed(BaseException):
    """The worker is gone in the middle of what it did: nothing of ours may catch this."""


class Chances(NamedTuple):
    """How often a call fails, in a hundred."""

    refused: float = 0  # nothing is done
    lost: float = 0  # it is done, but nobody learns of it
    killed: float = 0  # before or after it is done
    meets: float = 0  # something else happens just before a write


CALM = Chances()
TROUBLE = Chances(refused=1, lost=1, killed=0.6, meets=12)


class Weather:
    """Whether calls go well, in the whole cloud. `faults` is how many did not, so far."""

    def __init__(self, chance: Random) -> None:
        self.chances = CALM
        self.faults = 0
        self._chance = chance

    @property
    def is_calm(self) -> bool:
        return self.chances is CALM

    def draw(self) -> float:
        """Return a number below a hundred; what is likely to fail fails for the small ones."""
        return self._chance.random() * 100

    def hits(self, hundredths: float) -> bool:
        hit = hundredths > 0 and self.draw() < hundredths
        self.faults += hit
        return hit

    def before(self) -> None:
        if self.hits(self.chances.refused):
            raise Unavailable("refused")
        if self.hits(self.chances.killed):
            raise Killed

    def after(self) -> None:
        if self.hits(self.chances.lost):
            raise Unavailable("the answer is lost")
        if self.hits(self.chances.killed):
            raise Killed

    def strikes(self, moment: str) -> None:
        """Do so for a double that tells of itself `before …` and `after …` each call."""
        if moment.startswith("before"):
            self.before()
        else:
            self.after()

    @contextmanager
    def around(self) -> Iterator[None]:
        self.before()
        yield
        self.after()


class LivingTable(Table, Protocol):
    """A table in which a random life takes place, and what a test may see and do besides.

    `new` are rows of which the stream has to tell.
    """

    new: list[Key]

    @property
    def items(self) -> Mapping[Key, Item]:
        """All rows as they are."""
        ...

    @property
    def history(self) -> list[tuple[Key, Item | None]]:
        """All that was ever written, None where a row was deleted."""
        ...

    def meet(self, happen: Callable[[], None], *, surely: bool = False) -> None:
        """Say what else goes on: by chance just before a write, or surely before the next one."""
        ...

    def meet_nothing(self) -> None:
        """Let nothing more be sure."""
        ...

    def remove_expired(self, until: datetime) -> None:
        """Let TTL remove what had expired at a time."""
        ...


class FaultyTable(MemoryTable):
    """`history` is all that was ever written, None where a row was deleted."""

    def __init__(self, chance: Random, weather: Weather) -> None:
        super().__init__()
        self.history: list[tuple[Key, Item | None]] = []
        self.new: list[Key] = []  # rows of which the stream has to tell
        self._happen: Callable[[], None] = lambda: None
        self._surely = False
        self._chance, self._weather = chance, weather
        self._shown: dict[str, list[Key]] = {}

    def get(self, key: Key) -> Item | None:
        with self._weather.around():
            return super().get(key)

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        with self._weather.around():
            return super().get_many(keys)

    def query(self, pk: str, begins_with: str = "", **more: Any) -> Iterator[Item]:
        with self._weather.around():
            found = list(super().query(pk, begins_with, **more))
        yield from found

    def due(self, kind: str, until: datetime) -> Iterator[Key]:
        """Yield what is due, in some order, and what was due before: the index lags."""
        found = list(super().due(kind, until))
        stale = [key for key in self._shown.get(kind, []) if key not in found]
        self._shown[kind] = found
        if not self._weather.is_calm:
            self._chance.shuffle(found)
        yield from [*found, *stale]

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        self._meet()
        with self._weather.around():
            updated = super().update(key, values, add, when)
            self._note(key)
        return updated

    def commit(self, change: Change) -> None:
        self._meet()
        with self._weather.around():
            super().commit(change)

    def _apply(self, write: Put | Update | Delete | Require) -> None:
        super()._apply(write)
        if not isinstance(write, Require):
            self._note(write.key)
        if isinstance(write, Put) and _is_told(write):
            self.new.append(write.key)

    def meet(self, happen: Callable[[], None], *, surely: bool = False) -> None:
        self._happen, self._surely = happen, surely

    def meet_nothing(self) -> None:
        self._surely = False

    def remove_expired(self, until: datetime) -> None:
        seconds = until.timestamp()
        for key in [key for key, item in self.items.items() if item.get("ttl", seconds + 1) <= seconds]:
            del self.items[key]

    def _note(self, key: Key) -> None:
        self.history.append((key, dict(self.items[key]) if key in self.items else None))

    def _meet(self) -> None:
        if self._surely or self._weather.hits(self._weather.chances.meets):
            happen, self._happen, self._surely = self._happen, lambda: None, False
            happen()


def _is_told(write: Put) -> bool:
    """Tell whether a function listens to such rows: new emails, and invoices that are paid."""
    return write.key.sk == "INVOICE_PAID" or (write.key.sk == "OUTBOX" and write.item["attempts"] == 0)


class FaultyFiles(MemoryFiles):
    """A bucket in the same weather."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    def find(self, key: str) -> Stored | None:
        with self._weather.around():
            return super().find(key)

    def keep(self, key: str, version: str, to: str, media_type: str) -> str:
        with self._weather.around():
            return super().keep(key, version, to, media_type)

    def delete(self, key: str) -> None:
        with self._weather.around():
            super().delete(key)

    def delete_below(self, prefix: str) -> None:
        with self._weather.around():
            super().delete_below(prefix)

    def newest(self, key: str) -> Version | None:
        """Return what lies there, whatever the weather."""
        return next((version for at, version in reversed(self.versions) if at == key), None)


class Sent(NamedTuple):
    """An email that the mail service took; `faults` is how many there had been in the whole cloud before it did."""

    at: datetime
    email_id: str
    to: str
    text: str
    faults: int


class FaultyMailbox(Mailbox):
    """Refuses some for now, some for good, and loses answers. `sent` is what people have in their hands.

    `taken` hears of each email that was taken, for good and ill.
    """

    def __init__(self, weather: Weather, now: Callable[[], datetime], taken: Callable[[str], None]) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self._weather, self._now, self._taken = weather, now, taken

    def send(self, message: Message) -> str:
        drawn = 100 if self._weather.is_calm else self._weather.draw()
        if drawn < 6:
            raise Unavailable("not now")
        if drawn < 7:
            raise MailRefused("never")
        self.sent.append(Sent(self._now(), message.email_id, message.to, message.text, self._weather.faults))
        self._taken(message.email_id)
        if drawn < 11:
            self._weather.faults += 1
            raise Unavailable("the answer is lost")
        return f"message-{len(self.sent)}"
