"""One random life of a portal: people, jobs, events and clocks, while the cloud fails. A seed makes it again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from random import Random

from chalicelib.cloud.clock import instant
from chalicelib.cloud.table import Conflict, Key, Unavailable
from chalicelib.outbox.actions import deliver_row, sweep
from chalicelib.portal import loader
from chalicelib.refusal import Refusal
from chalicelib.retention.actions.undelivered import acknowledge, list_undelivered
from scheduled import expire
from tests.faults.clouds import CALM, TROUBLE, FaultyMailbox, FaultyTable, Killed
from tests.faults.people import Visitor, open_account, skewed
from tests.support.applications import offering
from tests.support.world import World

STEPS, OFTEN, NOW = 45, 0.5, timedelta(0)
RUNS_OF_CALM = 85  # runs, up to a month apart: more than anything is kept
EXPECTED = (Unavailable, Conflict, Refusal, Killed)  # what may come of doing something: anything else is a fault
PEOPLE = ("zoe@example.org", "tom@example.org", "ada@example.org")
portal = cache(loader.load)


class Schedule:
    """`events` are what the stream has told and nobody has taken in yet: some are lost, some come twice."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 -- the same schedule each time
        self.table = FaultyTable(self.chance)
        self.world = offering(World(portal("citizen-account"), self.table))
        self.mailbox = FaultyMailbox(self.chance, self.table, lambda: self.world.now)
        self.world.mailer = self.mailbox
        self.events: list[Key] = []
        accounts = [open_account(self.world, email) for email in PEOPLE]
        self.visitors = [Visitor(self.world, account, self.chance, self.mailbox.sent) for account in accounts]

    def run(self) -> None:
        """Live through the trouble, then through years of calm in which nobody does anything."""
        self.table.chances = TROUBLE
        for _ in range(STEPS):
            self._pass_time()
            self.table.happen = lambda: self._try(self.chance.choice((*self._anyone().doings, self._expire)))
            self._try(self.chance.choice((*self._jobs(), *self.visitors[0].doings)))
        self.table.chances = CALM
        self._calm_down()

    def _calm_down(self) -> None:
        """Let every job run once in a while, until everything that can end has ended."""
        for _ in range(RUNS_OF_CALM):
            self.world.clock.advance(days=self.chance.randint(1, 31))
            for job in (self._expire, self._sweep, self._acknowledge):
                job(self.world.now)

    def _jobs(self) -> tuple[Callable[[datetime], None], ...]:
        return (*[self._turn] * 7, self._expire, self._twice, self._sweep, self._stream, self._acknowledge)

    def _anyone(self) -> Visitor:
        """Return the one who comes often, or one of those who only come just when something else happens."""
        return self.chance.choice(self.visitors)

    def _try(self, doing: Callable[[datetime], None]) -> None:
        self._try_at(doing, skewed(self.chance, self.world.now))
        self._collect_rubbish()

    def _try_at(self, doing: Callable[[datetime], None], now: datetime) -> None:
        with suppress(*EXPECTED):
            doing(now)

    def _pass_time(self) -> None:
        """Let some time pass: often until something is due, for that is when things meet."""
        hours = self.chance.choice((0, 0, 0, 0.01, 1, 24, 24 * 7, 24 * 31, 24 * 100))
        due = [instant(item["due_at"]) for item in self.table.items.values() if "due_at" in item]
        coming = [moment - self.world.now for moment in due if moment > self.world.now]
        wait = min(coming, default=NOW) if self.chance.random() < OFTEN else timedelta(hours=hours)
        self.world.clock.advance(wait)
        self.events += self.table.new
        self.table.new.clear()

    # --- what runs by itself ---

    def _expire(self, now: datetime) -> None:
        expire.run(self.world, now)

    def _turn(self, now: datetime) -> None:
        """Run the jobs in turn, as on a quiet day."""
        for job in (self._stream, self._sweep, self._expire):
            self._try_at(job, now)

    def _twice(self, now: datetime) -> None:
        """Run the job again and again, some of the times beside itself."""
        for _ in range(3):
            self.table.happen = lambda: expire.run(self.world, now)
            expire.run(self.world, now)

    def _sweep(self, now: datetime) -> None:
        sweep(self.world, self._closely(now))

    def _stream(self, now: datetime) -> None:
        """Take in some events, in any order; some come again, some never."""
        self.chance.shuffle(self.events)
        taken = [self.events.pop() for _ in range(self.chance.randint(0, len(self.events)))]
        for key in taken:
            for _ in range(self.chance.choice((0, 1, 1, 2))):
                deliver_row(self.world, key, self._closely(now))

    def _closely(self, now: datetime) -> datetime:
        """Return a time by which leases hold: two minutes outlast clocks that are half a minute off."""
        return self.world.now + (now - self.world.now) / 10

    def _acknowledge(self, now: datetime) -> None:
        for watch in list(list_undelivered(self.world)):
            acknowledge(self.world, watch.account, watch.about, "staff-1", now)

    def _collect_rubbish(self) -> None:
        """Let TTL take what it may: at once, or never (SECURITY REL19, REL20)."""
        seconds = self.world.now.timestamp() - self.chance.choice((timedelta(0), timedelta(days=10))).total_seconds()
        if self.chance.random() < OFTEN:
            over = [key for key, item in self.table.items.items() if item.get("ttl", seconds + 1) <= seconds]
            for key in over:
                del self.table.items[key]
