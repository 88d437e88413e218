"""A counter for tests: real actions and routes, with a clock that stands still and mail that can be read."""

import itertools
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cached_property

from chalicelib.cloud.keyring import Keyring
from chalicelib.cloud.mail import Message
from chalicelib.cloud.metrics import Metric
from chalicelib.cloud.passwords import Argon2Passwords
from chalicelib.cloud.table import Table, Unavailable
from chalicelib.forms.catalogue import Catalogue
from chalicelib.outbox.sender import sweep
from chalicelib.portal.fees import Schedule
from chalicelib.portal.model import Portal
from chalicelib.services import Services
from chalicelib.settings import Settings
from tests.support.files import MemoryFiles
from tests.support.memory import MemoryTable
from tests.support.portals import catalogue_of, fees_of, portal_of
from tests.support.row_kinds import check

START = datetime(2026, 3, 2, 15, 0, 0, tzinfo=UTC)
GOOD = "maple-Canoe-7-thunder"
BETTER = "birch-Kayak-9-lightning"


class StillClock:
    """Moves when it is told to."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def next_second(self) -> None:
        """Stand still: who waits counts by themselves."""

    def advance(self, span: timedelta | None = None, **parts: float) -> None:
        self._moment += span or timedelta(**parts)


class CountedIds:
    """Ids that are the same in every run."""

    def __init__(self, first: int = 1) -> None:
        self._count = itertools.count(first)

    def new(self) -> str:
        return f"{next(self._count):032x}"

    def digits(self, count: int) -> str:
        return str(10 ** (count - 1) + next(self._count))

    def secret(self) -> str:
        return f"{next(self._count):043x}"


class Mailbox:
    """Keeps what was sent; `down` makes it refuse for now."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.down = False

    def send(self, message: Message) -> str:
        if self.down:
            raise Unavailable("the mail service is down")
        self.messages.append(message)
        return f"message-{len(self.messages)}"


class Counts(Counter[Metric]):
    """Keeps what was counted."""

    def count(self, metric: Metric) -> None:
        self[metric] += 1


class World(Services):
    """Services of one portal. Mail is delivered when it is read."""

    def __init__(self, portal: str | Portal, table: Table | None = None) -> None:
        self.portal = portal_of(portal) if isinstance(portal, str) else portal
        self.settings = Settings(
            portal=self.portal.key,
            table="guichet-test",
            origin="https://counter.example",
            secret="guichet-test-key",
            factors_secret="guichet-test-factors",
            configuration_set="guichet-test",
            uploads="guichet-test-uploads",
            uploads_endpoint="https://files.example",
            scanner="local",
            cloud="local",
        )
        self.clock: StillClock = StillClock()
        self.ids: CountedIds = CountedIds()
        self.passwords = Argon2Passwords(memory_kib=8, passes=1)
        self.table = table or MemoryTable()
        if isinstance(self.table, MemoryTable):
            self.table.on_write = check
        self.keyring = Keyring(b"a key for tests, and only for them")
        self.factor_keyring = Keyring(b"a key of second factors in tests")
        self.mailer: Mailbox = Mailbox()
        self.files: MemoryFiles = MemoryFiles()
        self.metrics: Counts = Counts()

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.portal.key)

    @cached_property
    def fees(self) -> Schedule:
        return fees_of(self.portal.key)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def mails(self, to: str | None = None) -> list[Message]:
        """Deliver what is enqueued, as the stream would at once, and return what was sent to the address.

        What is due at the same instant goes out in any order; here it is in the order in which it was written.
        """
        patience = self.portal.policies.mail.first_retry
        before = len(self.mailer.messages)
        sweep(self, self.now + patience)
        self.mailer.messages[before:] = sorted(self.mailer.messages[before:], key=lambda message: message.email_id)
        return [message for message in self.mailer.messages if to in (None, message.to)]

    def mail(self, to: str) -> Message:
        """Return the last mail to the address."""
        return self.mails(to)[-1]


def code_in(message: Message) -> str:
    """Return the code that a mail carries."""
    found = re.search(r"^\d{6,10}$", message.text, re.MULTILINE)
    assert found, message.text
    return found[0]


def link_in(message: Message) -> str:
    """Return the link that opens something, from the root."""
    found = re.search(r"https://counter\.example(/\S+token=\S+)", message.text)
    assert found, message.text
    return found[1]


def token_in(message: Message) -> str:
    """Return what that link carries."""
    return link_in(message).partition("token=")[2]
