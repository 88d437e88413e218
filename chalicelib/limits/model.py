"""A budget: how often something may happen to one address, mailbox or code within a window."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from chalicelib.cloud.table import Key
from chalicelib.portal.spans import Limit, SharedLimit


class Budget(NamedTuple):
    """`who` is a pseudonym: the table does not know whose budget it is."""

    name: str
    who: str
    limit: Limit
    window: datetime  # when it began

    @property
    def key(self) -> Key:
        return Key(f"LIMIT#{self.name}#{self.who}", f"LIMIT#{self.window:%Y-%m-%dT%H:%M:%SZ}")

    @property
    def filled_at(self) -> datetime:
        return self.window + self.limit.per


class SharedBudget(NamedTuple):
    """The budget of one visitor, and the one that all share; `scarce` is what each has while that one is spent."""

    own: Budget
    everyones: Budget
    scarce: Budget


EVERYONE = "everyone"


def shared(name: str, who: str, limit: SharedLimit, overall: Limit, now: datetime) -> SharedBudget:
    """Return the budgets of the windows that `now` falls in; what is scarce has the window of what all share."""
    scarce = Limit(count=limit.when_spent, per=overall.per)
    return SharedBudget(
        current(name, who, limit, now),
        current(name, EVERYONE, overall, now),
        current(f"{name}-scarce", who, scarce, now),
    )


def current(name: str, who: str, limit: Limit, now: datetime) -> Budget:
    """Return the budget of the window that `now` falls in; windows lie end to end since the epoch."""
    return Budget(name, who, limit, _floor(now, limit.per))


def _floor(moment: datetime, step: timedelta) -> datetime:
    epoch = datetime.fromtimestamp(0, UTC)
    return moment - (moment - epoch) % step
