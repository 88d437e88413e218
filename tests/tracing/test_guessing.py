"""Guessing numbers: from one network address and from many (SECURITY SEC43)."""

from collections.abc import Callable, Sequence

import pytest

from chalicelib.app_factory import create_app
from chalicelib.cloud.table import Item, Key
from chalicelib.errors import TooMany
from chalicelib.tracing.actions.trace import Asker, Traced, policy_of, trace
from tests.conftest import portal
from tests.support.http import Answer, Program
from tests.support.members import member
from tests.support.memory import MemoryTable
from tests.support.shipments import NUMBER, POSTAL_CODE, WAY, tell
from tests.support.world import World

pytestmark = pytest.mark.req("SEC43", "T1")
Worlds = Callable[[str], World]
DENSITY = 1000  # one number of so many is a shipment's: a million of a thousand million
GUESSES = 100_000


class FullTable(MemoryTable):
    """Every thousandth number is the same shipment's."""

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        return super().get_many([self._real(key) for key in keys])

    def _real(self, key: Key) -> Key:
        kind, _, number = key.pk.partition("#")
        is_live = kind == "SHIPMENT" and int(number) % DENSITY == 0
        return Key(f"SHIPMENT#{NUMBER}", key.sk) if is_live else key


def guessed(world: World, numbers: Sequence[int], asker: Asker) -> list[Traced]:
    """Return the answers to as many guesses; nothing where the budget is spent."""
    try:
        return trace(world, [str(number) for number in numbers], asker, world.now)
    except TooMany:
        return []


def attack(key: str, postal_code: str | None) -> list[Traced]:
    """Let 100,000 guesses come from 2,000 addresses within the hour; return those that were answered."""
    world = World(portal(key), FullTable())
    tell(world, WAY)
    at_once = policy_of(world).most_numbers
    answers = []
    for first in range(0, GUESSES, at_once):
        if first % 10_000 >= 10_000 - at_once:
            world.clock.advance(minutes=5)
        asker = Asker(f"198.51.{first % 2000 // 200}.{first % 200}", None, postal_code)
        answers += guessed(world, range(100_000_000 + first, 100_000_000 + first + at_once), asker)
    return answers


def test_of_a_hundred_thousand_guesses_no_more_are_answered_than_the_budget_has() -> None:
    answered = attack("freight", None)
    assert len(answered) == 1000
    found = [answer for answer in answered if answer.shipment]
    assert len(found) == len(answered) / DENSITY
    assert {answer.role for answer in answered} == {None}


@pytest.mark.long
def test_with_a_second_fact_a_hundred_thousand_guesses_find_nothing() -> None:
    answered = attack("example", "H2Y 1C7")
    assert len(answered) == 2 * 9  # two windows of 11, three at a time
    assert [answer for answer in answered if answer.shipment] == []


def test_one_address_traces_as_many_numbers_as_the_policy_says_and_is_told_when_it_can_go_on() -> None:
    world = World(portal("example"))
    program = Program(create_app(world))

    def ask(numbers: str) -> Answer:
        return program.post("/en/tracing", numbers=numbers, postal_code=POSTAL_CODE)

    three, two = "100000000 100000001 100000002", "100000000 100000001"
    assert [ask(three).status, ask(three).status] == [200, 200]
    refused = ask(two)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "180")
    assert ask("100000000").status == 200  # the seventh


def test_many_addresses_share_the_portals_budget_and_those_we_know_have_their_own(world: Worlds) -> None:
    example = world("example")
    account = member(example)
    askers = [Asker(f"198.51.100.{number}", None, POSTAL_CODE) for number in range(12)]
    assert [len(guessed(example, [100_000_000], asker)) for asker in askers] == [1] * 12
    known, stranger = Asker("198.51.100.99", account), askers[-1]
    assert [len(guessed(example, [100_000_000], stranger)) for _ in range(3)] == [1, 0, 0]
    assert guessed(example, [100_000_000], known)


def test_a_flood_from_a_handful_of_addresses_shuts_tracing_for_nobody_else() -> None:
    world = World(portal("freight"))
    for number in range(30):
        while guessed(world, range(100_000_000, 100_000_020), Asker(f"198.51.100.{number}", None)):
            pass
    elsewhere = Asker("203.0.113.9", None)
    assert [len(guessed(world, [100_000_000], elsewhere)) for _ in range(4)] == [1, 1, 1, 0]


def test_a_number_that_is_malformed_costs_nothing() -> None:
    world = World(portal("example"))
    program = Program(create_app(world))
    assert {program.post("/en/tracing", numbers="12", postal_code=POSTAL_CODE).status for _ in range(20)} == {422}


def test_what_one_address_is_refused_is_not_taken_from_the_others(world: Worlds) -> None:
    """Else one visitor could use up everyone's budget."""
    example = world("example")
    flood = [guessed(example, [100_000_000], Asker("198.51.100.1", None, POSTAL_CODE)) for _ in range(50)]
    assert sum(map(len, flood)) == 7
    assert guessed(example, [100_000_000], Asker("198.51.100.2", None, POSTAL_CODE))
