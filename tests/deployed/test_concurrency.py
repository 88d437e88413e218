"""Many at once, on a table that keeps its conditions under concurrency as DynamoDB does (moto does not)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.accounts.actions import find
from chalicelib.accounts.actions.activate import activate_by_code
from chalicelib.accounts.actions.sessions import resume, sign_out
from chalicelib.accounts.actions.sharing import say_who
from chalicelib.accounts.inputs import Activate
from chalicelib.accounts.model import AccountState
from chalicelib.activities.model import partition
from chalicelib.cloud.dynamo import DynamoTable
from chalicelib.cloud.ids import RandomIds
from chalicelib.cloud.passwords import Argon2Passwords
from chalicelib.cloud.table import Conflict, Unavailable
from chalicelib.errors import RequestError
from chalicelib.outbox.sender import sweep
from infra.local.cloud import Cloud
from tests.support.codes import shared_code
from tests.support.dynamo import client_at, make_table
from tests.support.people import VISITOR, account_of, activated, sign_up_as, try_to_sign_in
from tests.support.world import START, StillClock, World, code_in

Ask = Callable[[int], object]


@pytest.fixture(scope="session")
def table(cloud: Cloud) -> DynamoTable:
    """A table on the local cloud that no function listens to."""
    return make_table(client_at(str(cloud.target.endpoint)), "guichet-race")


@pytest.fixture
def world(table: DynamoTable) -> Callable[[int], World]:
    """Build a counter on it; each round has a year of its own, and so new budgets."""

    def build(round_: int) -> World:
        world = World("citizen-account", table)
        world.clock = StillClock(START.replace(year=2030 + round_))
        world.ids = RandomIds()  # type: ignore[assignment]
        return world

    return build


def all_at_once(ask: Ask, count: int) -> Counter[str]:
    """Ask from as many threads, and count what came of it."""

    def outcome(number: int) -> str:
        try:
            ask(number)
        except (Conflict, RequestError, Unavailable) as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(outcome, range(count)))


@pytest.mark.req("SEC06", "S2")
def test_fifty_guesses_at_once_get_no_more_tries_than_the_policy_gives(world: Callable[[int], World]) -> None:
    judged: list[str] = []

    class Counting(Argon2Passwords):
        def matches(self, password: str, stored: str | None) -> bool:
            judged.append(password)
            return super().matches(password, stored)

    citizen = world(0)
    activated(citizen, "guessed@example.org")
    citizen.passwords = Counting(memory_kib=8, passes=1)
    outcomes = all_at_once(lambda n: try_to_sign_in(citizen, "guessed@example.org", f"guess-{n}"), 50)
    assert outcomes == {"SignInRefused": 50}
    assert len(judged) == 5


@pytest.mark.req("REL04", "A1")
def test_of_eight_sign_ups_with_one_address_there_is_one_account(world: Callable[[int], World]) -> None:
    for round_ in range(10):
        citizen = world(round_)
        email = f"eight-{round_}@example.org"
        all_at_once(lambda _: sign_up_as(citizen, email), 8)  # noqa: B023 -- asked before the next round
        assert account_of(citizen, email).state is AccountState.PENDING
        assert len([mail for mail in citizen.mails(email) if mail.to == email]) == 1


@pytest.mark.req("SEC17", "REL04")
def test_of_five_activations_with_one_code_one_is_carried_out(world: Callable[[int], World]) -> None:
    citizen = world(1)
    sign_up_as(citizen, "code@example.org")
    typed = Activate(email="code@example.org", code=code_in(citizen.mail("code@example.org")))
    outcomes = all_at_once(lambda _: activate_by_code(citizen, typed, VISITOR, citizen.now), 5)
    assert outcomes["done"] >= 1
    assert outcomes.keys() <= {"done", "CodeRefused", "CodeWornOut"}  # a lost race costs a try more
    found = citizen.table.query(partition(account_of(citizen, "code@example.org").id), "ACTIVITY#")
    assert [row["kind"] for row in found].count("activated") == 1


@pytest.mark.req("REL21", "REL12")
def test_two_workers_that_sweep_at_once_send_each_email_once(world: Callable[[int], World]) -> None:
    citizen = world(2)
    for number in range(10):
        sign_up_as(citizen, f"email-{number}@example.org")
    citizen.clock.advance(minutes=1)
    all_at_once(lambda _: sweep(citizen, citizen.now), 4)
    sent = Counter(mail.to for mail in citizen.mailer.messages if mail.to.startswith("email-"))
    assert sent == {f"email-{number}@example.org": 1 for number in range(10)}


@pytest.mark.req("A7", "S2", "SEC26", "SEC38")
def test_fifty_employees_sign_in_with_one_code_at_once_and_each_session_is_that_persons(table: DynamoTable) -> None:
    freight = World("freight", table)
    freight.ids = RandomIds()  # type: ignore[assignment]
    code = shared_code(freight, [f"Employee {number:02}" for number in range(49)])
    account = try_to_sign_in(freight, code).account
    ids = [each.id for each in find.members(freight, account)]
    freight.clock.advance(minutes=2)  # so that the visit is to be noted

    def come_and_go(number: int) -> None:
        before = resume(freight, try_to_sign_in(freight, code).token, freight.now)
        assert before
        token, _ = say_who(freight, before, ids[number], freight.now)
        person = resume(freight, token, freight.now)
        assert person
        assert person.id == ids[number]
        sign_out(freight, person, freight.now)
        assert resume(freight, token, freight.now) is None

    assert all_at_once(come_and_go, 50) == {"done": 50}


@pytest.mark.req("S1")
def test_four_sign_ins_of_one_person_at_once_all_succeed(world: Callable[[int], World]) -> None:
    citizen = world(3)
    activated(citizen, "eager@example.org")
    assert all_at_once(lambda _: try_to_sign_in(citizen, "eager@example.org"), 4) == {"done": 4}
