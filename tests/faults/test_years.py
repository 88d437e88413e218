"""Ten years of accounts, with jobs that are missed for up to a month: nobody is forgotten, and nobody is hurried."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.sign_in import sign_in
from chalicelib.accounts.errors import SignInRefused
from chalicelib.accounts.inputs import SignIn
from chalicelib.accounts.model import Account
from scheduled import expire
from tests.faults.guests import PASSWORD
from tests.faults.people import open_account
from tests.support.emails import stream
from tests.support.logs import silence
from tests.support.memory import MemoryTable
from tests.support.people import VISITOR
from tests.support.world import START, World

YEARS = 10
MISSED = (1, 1, 1, 1, 2, 7, 30)  # days from one run to the next
HABITS = (7, 200, 700, 870, 910, 940, 2000, 9999)  # days after which someone comes again: many just before the end


class Person:
    """Comes when the time has come, as long as there is an account to come to."""

    def __init__(self, world: World, account: Account, chance: Random) -> None:
        self.account = account
        self.seen = [world.now]
        self.turned_away: datetime | None = None
        self._world, self._chance = world, chance
        self._next = self._appointment()

    def live(self) -> None:
        if self._world.now < self._next or self.turned_away:
            return
        wish = SignIn.model_validate({"identifier": self.account.email, "password": PASSWORD})
        try:
            sign_in(self._world, wish, VISITOR, self._world.now)
            self.seen.append(self._world.now)
        except SignInRefused:
            self.turned_away = self._world.now
        self._next = self._appointment()

    def _appointment(self) -> datetime:
        days = self._chance.choice(HABITS) + self._chance.randint(-15, 15)
        return self._world.now + timedelta(days=max(days, 1))


Decade = tuple[World, list[Person], dict[str, datetime]]


@pytest.fixture(scope="session")
def decade(people: int) -> Decade:
    """Return the world after ten years, its people, and when whose account was found to be gone."""
    with silence():
        return _lived(people)


def _lived(people: int) -> Decade:
    chance, world = Random(10), World("citizen-account", MemoryTable())  # noqa: S311 -- the same ten years each time
    living = [Person(world, open_account(world, f"{n}@example.org"), chance) for n in range(people)]
    gone: dict[str, datetime] = {}
    while world.now < START + timedelta(days=365 * YEARS):
        world.clock.advance(days=chance.choice(MISSED))
        expire.run(world, world.now)
        stream(world)
        for person in living:
            if person.account.id not in gone and find.by_id(world, person.account.id) is None:
                gone[person.account.id] = world.now
            person.live()
    return world, living, gone


@pytest.mark.req("E1", "E3", "REL22", "REL23")
def test_nobody_is_removed_who_came_within_thirty_months(decade: Decade) -> None:
    world, people, gone = decade
    kept = world.portal.policies.retention.accounts.kept  # type: ignore[union-attr]
    ended = [(person, gone[person.account.id]) for person in people if person.account.id in gone]
    assert len(ended) > len(people) / 4
    assert all(at >= kept.after(person.seen[-1], world.portal.zone) for person, at in ended)


@pytest.mark.req("E1", "E3", "REL22")
def test_whoever_stays_away_is_told_twice_and_removed_in_time(
    decade: Decade,
) -> None:
    world, people, gone = decade
    patience = timedelta(days=30 * 31 + 60 + 3 * 31)  # both notices and the end may each have to wait for a run
    late = [each for each in people if each.account.id not in gone and each.seen[-1] + patience < world.now]
    assert late == []
    told = Counter(mail.to for mail in world.mailer.messages)
    assert all(told[each.account.email] >= 2 for each in people if each.account.id in gone)


@pytest.mark.req("E1", "REL21")
def test_nobody_is_told_more_than_twice_of_one_absence(decade: Decade) -> None:
    world, people, _ = decade
    told = Counter(mail.to for mail in world.mailer.messages)
    assert all(told[each.account.email] <= 2 * len(each.seen) for each in people)


@pytest.mark.req("E1")
def test_who_is_gone_is_turned_away_and_nobody_else(decade: Decade) -> None:
    _, people, gone = decade
    assert [each.account.email for each in people if each.turned_away and each.account.id not in gone] == []
