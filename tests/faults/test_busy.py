"""A table that throttles three calls in ten, and of whose writes three in ten meet another: people hardly notice."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, TypeVar

import pytest
from botocore.exceptions import ClientError
from pydantic import SecretStr

from chalicelib.accounts.actions.activate import activate_by_code
from chalicelib.accounts.actions.sessions import Person, resume
from chalicelib.accounts.actions.sign_in import sign_in
from chalicelib.accounts.actions.sign_up import sign_up
from chalicelib.accounts.inputs import Activate, SignIn, SignUp
from chalicelib.applications.actions.filing import begin, submit
from chalicelib.applications.actions.save import DraftEdit, save_page
from chalicelib.applications.inputs import SavePage
from chalicelib.applications.model import Application
from chalicelib.cloud.retries import patiently
from chalicelib.cloud.table import Change, Condition, Item, Key, Unavailable
from chalicelib.forms.service import Service
from chalicelib.portal import loader
from tests.faults.guests import PASSWORD
from tests.faults.people import answers
from tests.faults.place import portal, services
from tests.support.memory import MemoryTable
from tests.support.people import VISITOR
from tests.support.world import World, code_in

PEOPLE, PRESSES = 300, 3
OFTEN = 0.3
T = TypeVar("T")


class BusyTable(MemoryTable):
    """Refuses as DynamoDB does; what is between it and the actions is the product's own patience."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.refusals: Counter[str] = Counter()
        self.is_busy = True
        self._chance = chance

    def get(self, key: Key) -> Item | None:
        return self._patiently(lambda: MemoryTable.get(self, key))

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        return self._patiently(lambda: MemoryTable.get_many(self, keys))

    def query(self, pk: str, begins_with: str = "", **more: Any) -> Iterator[Item]:
        yield from self._patiently(lambda: list(MemoryTable.query(self, pk, begins_with, **more)))

    def update(self, key: Key, values: Mapping[str, Any], add: Mapping[str, int], when: Condition | None) -> Item:
        return self._patiently(lambda: MemoryTable.update(self, key, values, add, when), "TransactionConflictException")

    def commit(self, change: Change) -> None:
        self._patiently(lambda: MemoryTable.commit(self, change), "TransactionInProgressException")

    def _patiently(self, call: Callable[[], T], *meets: str) -> T:
        def tried() -> T:
            for refusal in ("ThrottlingException", *meets):
                if self.is_busy and self._chance.random() < OFTEN:
                    self.refusals[refusal] += 1
                    raise ClientError({"Error": {"Code": refusal}}, "-")
            return call()

        return patiently(tried, lambda _: None)


class Hasty:
    """Someone who wants to get on: a doing is tried three times, and how often it took is noted, 0 where it failed."""

    def __init__(self, world: World, table: BusyTable, number: int, presses: Counter[int]) -> None:
        self._world, self._table, self._presses = world, table, presses
        self._email, self._visitor = f"{number}@example.org", VISITOR._replace(address=f"198.51.100.{number}")

    def apply(self, service: Service) -> Application:
        """Do all that leads to an application."""
        self._world.clock.advance(minutes=1)
        world, now, secret = self._world, self._world.now, SecretStr(PASSWORD)
        wish = SignUp(email=self._email, password=secret, accept_terms=True)
        self._press(lambda: sign_up(world, wish, self._visitor, now))
        typed = Activate(email=self._email, code=self._code())
        self._press(lambda: activate_by_code(world, typed, self._visitor, now))
        opened = self._press(
            lambda: sign_in(world, SignIn(identifier=self._email, password=secret), self._visitor, now)
        )
        person = self._press(lambda: self._resumed(opened.token))
        draft = self._press(lambda: begin(world, person, service, "fr", now))
        page = service.pages[0]
        sent = SavePage(seen=draft.version, answers=dict(answers(page)))
        self._press(lambda: save_page(world, DraftEdit(draft, service, page), sent, now))
        return self._press(lambda: submit(world, person, draft.number, now))

    def _code(self) -> str:
        """Return the code of the mail, which comes in time."""
        self._table.is_busy = False
        code = code_in(self._world.mail(self._email))
        self._table.is_busy = True
        return code

    def _resumed(self, token: str) -> Person:
        person = resume(self._world, token, self._world.now)
        assert person
        return person

    def _press(self, doing: Callable[[], T]) -> T:
        """Press the button until it works; count whether that took more than three times."""
        for press in range(1, 100):
            try:
                done = doing()
            except Unavailable:
                continue
            self._presses[min(press, PRESSES + 1)] += 1
            return done
        raise AssertionError("nobody has that much patience")


@pytest.mark.req("REL28", "SEC09")
def test_of_a_thousand_doings_999_succeed_within_three_tries_and_the_rest_are_told_to_come_back() -> None:
    table, presses = BusyTable(Random(29)), Counter[int]()  # noqa: S311 -- the same each time
    usual = loader.load("citizen-account").policies.activation  # five tries of a code: the example has two
    world = World(portal().replace(policies=portal().policies.replace(activation=usual)), table)
    world.catalogue = services()
    plain = world.catalogue.service("odder-permit")
    assert plain
    filed = [Hasty(world, table, number, presses).apply(plain) for number in range(PEOPLE)]
    every = presses.total()
    assert every > 2000
    assert presses[PRESSES + 1] <= every / 1000
    assert presses[1] >= every * 0.9  # most people never learn of it
    assert len({each.number for each in filed}) == PEOPLE
    rows = Counter(item["state"] for key, item in table.items.items() if key.sk.startswith("APPLICATION#"))
    assert rows == {"submitted": PEOPLE}
    told = Counter(item["template"] for key, item in table.items.items() if key.sk == "OUTBOX")
    assert told["application-submitted"] == told["activation"] == PEOPLE
    assert sum(table.refusals.values()) > every
