"""One draft is submitted, saved and withdrawn at once, on a table that keeps its conditions as DynamoDB does."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest

from chalicelib.accounts.actions.sessions import Person
from chalicelib.applications.actions.filing import submit, withdraw
from chalicelib.applications.actions.save import save_answers
from chalicelib.applications.inputs import SaveAnswers
from chalicelib.applications.model import Application, ApplicationState
from chalicelib.applications.storage import add_application
from chalicelib.cloud.ids import RandomIds
from chalicelib.cloud.table import Change, Unavailable
from chalicelib.errors import RequestError
from chalicelib.portal.loader import load
from infra.local.cloud import Cloud
from tests.support.answers import right_answers
from tests.support.applications import EXAMPLES, as_it_is, in_hand_of, offering, person, service_named
from tests.support.dynamo import client_at, make_table
from tests.support.world import World

ROUNDS, AT_ONCE, SEED = 60, 8, 5
FIRST = {0: "submit", 1: "withdraw"}  # of four rounds: what is done before the others; in the other two, all at once
ODDER = "odder-permit"  # one page, no documents
TYPED = {"full_name": "Zoé", "code": "ZZ-999", "phone": "709 555-0199"}  # three windows, one answer each
LOCKED, BUSY = "Locked", "Unavailable"


class Outcome(NamedTuple):
    """What came of one act: the version that it made, or why it made none."""

    act: str
    version: int = 0
    refused: str = ""


class Round(NamedTuple):
    """One draft, what eight did with it at once, and what it is afterwards."""

    outcomes: list[Outcome]
    after: Application

    @property
    def is_filed(self) -> bool:
        return self.after.state is ApplicationState.SUBMITTED

    def refusals(self, act: str) -> set[str]:
        return {each.refused for each in self.outcomes if each.act == act} - {BUSY}


Act = Callable[[], Application | None]


@pytest.fixture
def world(cloud: Cloud) -> World:
    """A counter on a table of its own that no function listens to."""
    client = client_at(str(cloud.target.endpoint))
    world = World(load("example", EXAMPLES), make_table(client, "guichet-applications-race"))
    world.ids = RandomIds()  # type: ignore[assignment]
    return offering(world)


@pytest.mark.req("REL04", "REL05", "F2", "F5", "F6")
def test_each_of_many_drafts_has_one_end_one_email_and_every_answer_that_was_kept(world: World) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- an order of threads, not a secret
    people = (person(world, f"zoe-{number}@example.org") for number in range(ROUNDS))  # small partitions are quick
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rounds = [_round(world, each, pool, chance, FIRST.get(number % 4)) for number, each in enumerate(people)]
    assert [fault for each in rounds for fault in _faults(each)] == []
    filed = [each.after.number for each in rounds if each.is_filed]
    assert ROUNDS / 4 <= len(filed) <= ROUNDS * 3 / 4
    assert _emails(world) == dict.fromkeys(filed, 1)


def _faults(each: Round) -> Iterator[str]:
    """Yield what must not be after a round."""
    won, lost = ("submit", "withdraw") if each.is_filed else ("withdraw", "submit")
    if each.after.state not in (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN):
        yield f"no end: {each.after.state}"
    if each.refusals(won) - {""} or each.refusals(lost) - {LOCKED}:
        yield f"an end that not everyone sees: {each.outcomes}"
    saved = sorted(outcome.version for outcome in each.outcomes if outcome.act == "save" and not outcome.refused)
    if saved != list(range(2, 2 + len(saved))) or each.after.version != 2 + len(saved):
        yield f"an update that is lost, or comes after the end: {saved}, {each.after.version}"
    kept = sum(each.after.answers.get(name) == text for name, text in TYPED.items())
    if kept != (len(saved) if each.is_filed else 0):
        yield f"{kept} of {len(saved)} answers"


def _emails(world: World) -> Counter[str]:
    """Return how many emails there are for each number."""
    return Counter(mail.subject[-11:].replace("-", "") for mail in world.mails())


def _round(world: World, zoe: Person, pool: ThreadPoolExecutor, chance: random.Random, first: str | None) -> Round:
    draft = _complete(world, zoe)
    acts = list(_acts(world, zoe, draft))
    chance.shuffle(acts)
    ahead = [_outcome(*acts.pop(next(at for at, (name, _) in enumerate(acts) if name == first)))] if first else []
    outcomes = list(pool.map(lambda named: _outcome(*named), acts))
    return Round([*ahead, *outcomes], as_it_is(world, draft))


def _complete(world: World, zoe: Person) -> Application:
    """Write a draft that lacks nothing, at one stroke."""
    (page,) = service_named(world, ODDER).pages
    change, number = Change(world.ids.new()), world.ids.digits(9)
    draft = Application(
        number=number,
        account=zoe.account.id,
        service=ODDER,
        answers=right_answers(page),
        language="fr",
        created_at=world.now,
        saved_at=world.now,
    )
    add_application(change, draft)
    world.table.commit(change)
    return draft


def _acts(world: World, zoe: Person, draft: Application) -> Iterator[tuple[str, Act]]:
    for _ in range(3):
        yield "submit", lambda: submit(world, zoe, draft.number, world.now)
    for _ in range(2):
        yield "withdraw", lambda: withdraw(world, zoe, draft.number, world.now)
    for name, text in TYPED.items():
        yield "save", lambda typed={name: text}: _saved(world, draft, typed)  # type: ignore[misc]


def _saved(world: World, draft: Application, typed: dict[str, Any]) -> Application:
    return save_answers(world, in_hand_of(world, draft, "person"), SaveAnswers(seen=99, answers=typed), world.now)


def _outcome(name: str, act: Act) -> Outcome:
    try:
        done = act()
    except (RequestError, Unavailable) as refused:
        return Outcome(name, refused=type(refused).__name__)
    return Outcome(name, done.version if done else 0)
