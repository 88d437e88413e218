"""The staff of a random schedule: two people who bring files to an end, each doing what comes next."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.accounts.actions import email_delivery
from chalicelib.applications.actions import decide, find, review
from chalicelib.applications.actions.queue import count_queues
from chalicelib.applications.model import Application, ApplicationState, Decision
from chalicelib.retention.actions.undelivered_notices import acknowledge, list_undelivered
from tests.faults.place import Place

PEOPLE = ("anne", "basil")
REFUSED, ASKED, HELD = 0.15, 0.35, 0.45  # what becomes of a file in review, below these; approved above


class Office:
    """Anne and Basil, who work by chance on whatever waits."""

    def __init__(self, place: Place) -> None:
        self._place, self._world, self._chance = place, place.world, place.chance

    @property
    def doings(self) -> tuple[Callable[[datetime], None], ...]:
        return (*[self.work] * 6, self.acknowledge, self.acknowledge, self.reopen)

    def work(self, now: datetime) -> None:
        """Do the next thing with some file."""
        waiting = sorted(self._world.table.queue(*(each.name for each in count_queues(self._world))))
        if not waiting:
            return
        file = find.get_by_number(self._world, self._chance.choice(waiting).sk.rpartition("#")[2])
        if file:
            self._handle(file, self._chance.choice(PEOPLE), now)

    def _handle(self, file: Application, by: str, now: datetime) -> None:
        if file.state is ApplicationState.SUBMITTED:
            review.take(self._world, file.number, by, now)
        elif file.state is ApplicationState.ON_HOLD:
            review.resume(self._world, file.number, by, now)
        elif file.proposal:
            self._decide(file, file.proposal.decision, file.proposal.reason, by, now)
        else:
            self._review(file, by, now)

    def _review(self, file: Application, by: str, now: datetime) -> None:
        drawn = self._chance.random()
        if drawn < REFUSED:
            self._decide(file, Decision.REFUSED, "Non.", by, now)
        elif drawn < ASKED:
            review.ask(self._world, file.number, "Où ?", by, now)
        elif drawn < HELD:
            review.hold(self._world, file.number, "Pas encore.", by, now)
        else:
            self._decide(file, Decision.APPROVED, None, by, now)

    def _decide(self, file: Application, decision: Decision, reason: str | None, by: str, now: datetime) -> None:
        decide.decide(self._world, file.number, decision, reason, by, now)

    def acknowledge(self, now: datetime) -> None:
        """Note every notice that did not arrive, and every address that takes no mail."""
        for each in list(list_undelivered(self._world)):
            acknowledge(self._world, each.account, each.about, "anne", now)
        for trouble in list(email_delivery.list_troubles(self._world)):
            email_delivery.settle(self._world, trouble.id, "anne", now, reopens=False)

    def reopen(self, now: datetime) -> None:
        """Let mail go to some address again."""
        troubles = list(email_delivery.list_troubles(self._world))
        if troubles:
            email_delivery.settle(self._world, self._chance.choice(troubles).id, "basil", now, reopens=True)
