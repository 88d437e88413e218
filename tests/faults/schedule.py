"""One random life of a portal: people, staff, jobs, events and clocks, while the cloud fails. A seed makes it again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from chalicelib.cloud.clock import from_iso
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import RequestError
from chalicelib.outbox.sender import sweep
from scheduled import expire, reconcile, remind
from tests.faults.adversary import Adversary
from tests.faults.clouds import CALM, TROUBLE, Killed
from tests.faults.employees import COMPANY, open_company
from tests.faults.finance import Finance, open_bill
from tests.faults.office import Office
from tests.faults.people import Visitor, open_account, skewed
from tests.faults.place import Event, Place
from tests.faults.siege import STAFF, Siege, open_staff

STEPS = 60
IN_DEBT = 0.4  # of the lives have someone from the beginning who owes
RUNS_OF_CALM = 12  # up to a month apart: more than anything is kept
EXPECTED = (Unavailable, Conflict, RequestError, Killed)  # what may come of doing something: anything else is a fault
MEMBERS, STRANGER = ("zoe@example.org", "tom@example.org"), "ada@example.org"
HOURS = (*[0] * 12, *[0.01] * 4, 1, 1, 24, 24 * 7)  # that pass between two steps
LATE = (timedelta(0), timedelta(days=10), None)  # how late TTL collects; never


class Schedule:
    """Three people, of whom one has to sign up first; a company; staff; a stranger; and all that runs by itself."""

    def __init__(self, seed: int, place: Callable[[Random], Place] = Place) -> None:
        self.chance = Random(seed)  # noqa: S311 -- the same schedule each time
        self.place = place(self.chance)
        self.world, self.table = self.place.world, self.place.table
        if self.chance.random() < IN_DEBT:
            open_bill(self.place)
        for email in MEMBERS:
            open_account(self.world, email)
        self.visitors = [Visitor(self.place, email) for email in (*MEMBERS, STRANGER)]
        self.employees = open_company(self.place)
        self.office, self.finance = Office(self.place), Finance(self.place)
        open_staff(self.place)
        self.adversary = Adversary(self.place, (*MEMBERS, STRANGER, COMPANY), (STAFF,))
        self._siege = Siege(self.place, self.adversary, self._deliver)
        self._late = self.chance.choice(LATE)

    def run(self) -> None:
        """Live through the trouble, then through months of calm in which nobody does anything."""
        self.place.weather.chances = TROUBLE
        siege_at = self.chance.randrange(STEPS)
        for step in range(STEPS):
            if step == siege_at:
                self._siege.lay(self.chance.choice(self.visitors))
            self._pass_time()
            self.place.collect_rubbish(self._late)
            self.table.meet(lambda: self._try(self._anything()))
            self._try(self._anything())
        self.place.weather.chances = CALM
        self._calm_down()

    def _calm_down(self) -> None:
        """Let every job run once in a while, until everything that can end has ended."""
        self.place.let_pages_end()
        for _ in range(RUNS_OF_CALM):
            self.world.clock.advance(days=self.chance.randint(1, 31))
            for job in (self._expire, self._remind, self._reconcile, self._sweep, self.office.acknowledge):
                job(self.world.now)
            self._take_in(self.place.events)
            self.place.collect_rubbish(self._late)

    def _anything(self) -> Event:
        """Return what happens next: people do most of it, and one of them comes more often than the others."""
        drawn = self.chance.random()
        if drawn < 0.55:
            return self.chance.choice(self._anyone().doings)
        if drawn < 0.59:
            return self.adversary.do
        if drawn < 0.65:
            return self.chance.choice(self.finance.doings)
        return self.chance.choice(self.office.doings if drawn < 0.78 else self._jobs)

    def _anyone(self) -> Visitor:
        """Return who comes: of a company's people one now and then, as if they were one of the others."""
        return self.chance.choice((*self.visitors[:1] * 3, *self.visitors, self.chance.choice(self.employees)))

    @property
    def _jobs(self) -> tuple[Event, ...]:
        alone = (self._expire, self._sweep, self._reconcile, self._remind)
        return (*[self._events] * 5, *[self._turn] * 3, *[self._raced] * 3, *alone)

    def _try(self, doing: Event) -> None:
        self._try_at(doing, skewed(self.chance, self.world.now))
        self.place.collect()

    def _try_at(self, doing: Event, now: datetime) -> None:
        with suppress(*EXPECTED):
            doing(now)

    def _pass_time(self) -> None:
        """Let some time pass: at times until something is due, for that is when things meet."""
        if self.chance.random() < 0.92:
            self.world.clock.advance(hours=self.chance.choice(HOURS))
            return
        self._to_what_is_due()

    def _to_what_is_due(self) -> timedelta:
        """Let it be the time when the next thing is due; return how long that takes."""
        due = [from_iso(item["due_at"]) for item in self.table.items.values() if "due_at" in item]
        wait = min((moment - self.world.now for moment in due if moment > self.world.now), default=timedelta(0))
        self.world.clock.advance(wait)
        return wait

    def _deliver(self) -> None:
        """Take in all that has happened, in calm weather."""
        self.place.collect()
        told, self.place.events = self.place.events, []
        self._take_in(told)

    # --- what runs by itself ---

    def _expire(self, now: datetime) -> None:
        expire.run(self.world, now)

    def _remind(self, now: datetime) -> None:
        remind.run(self.world, now)

    def _reconcile(self, now: datetime) -> None:
        reconcile.run(self.world, now)

    def _sweep(self, now: datetime) -> None:
        sweep(self.world, self.place.closely(now))

    def _turn(self, now: datetime) -> None:
        """Run everything in turn, as on a quiet day."""
        for job in (self._events, self._sweep, self._reconcile, self._expire, self._remind):
            self._try_at(job, now)

    def _raced(self, now: datetime) -> None:
        """When something is due, run its job while someone comes just then, or beside itself; at last, alone."""
        waited = self._to_what_is_due()
        job = self.chance.choice((self._expire, self._expire, self._reconcile, self._remind))
        visitor = self.chance.choice((*self.visitors, *self.employees))
        rival = self.chance.choice((job, visitor.come, visitor.save, visitor.go_on, visitor.click))
        for _ in range(2):
            self.table.meet(lambda: self._try_at(rival, now + waited), surely=True)
            self._try_at(job, now + waited)
        self.table.meet_nothing()
        job(now + waited)

    def _events(self, now: datetime) -> None:
        """Take in some events, in any order; some come again, some never, some later."""
        self.chance.shuffle(self.place.events)
        count = self.chance.randint(0, len(self.place.events))
        taken = [self.place.events.pop() for _ in range(count)]
        self._take_in([event for event in taken for _ in range(self.chance.choice((0, 1, 1, 2)))], now)

    def _take_in(self, events: list[Event], now: datetime | None = None) -> None:
        for event in list(events):
            self._try_at(event, now or self.world.now)
