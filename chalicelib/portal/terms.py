"""How long things are kept that nobody uses any more, and how that is announced."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import model_validator

from chalicelib.portal.faults import wrong
from chalicelib.portal.periods import Period, at_most
from chalicelib.record import Record

TWICE = 2
ANY_DAY, ANYWHERE = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")  # from which periods are compared


class Term(Record):
    """How long something is kept after it was last used, and when its end is announced (REQUIREMENTS E1, E2)."""

    kept: Annotated[Period, at_most(years=100)]
    notices: tuple[Annotated[Period, at_most(years=1)], ...] = ()  # before the end, the first one first

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ends = [period.after(ANY_DAY, ANYWHERE) for period in (self.kept, *self.notices)]
        if any(later >= earlier for earlier, later in pairwise(ends)):
            raise wrong("notices_order")
        return self


class AccountTerm(Term):
    """What becomes of an account that nobody signs in to: closed, its data stay; removed, they go."""

    then: Literal["close", "remove"]

    @model_validator(mode="after")
    def _announced(self) -> Self:
        if self.then == "remove" and len(self.notices) < TWICE:
            raise wrong("announced_twice")
        return self


class RetentionPolicy(Record):
    """What is ended because it is not used any more (REQUIREMENTS E1; SECURITY REL14, REL22)."""

    accounts: AccountTerm | None = None  # None: they are kept
    look_again: Annotated[Period, at_most(years=1)]  # at what can't be ended yet
