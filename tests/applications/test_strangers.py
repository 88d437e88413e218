"""Nobody sees anything of another's: every identifier on every route, swapped at random (SECURITY SEC38)."""

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import NamedTuple

import pytest

from chalicelib.app_factory import create_app
from chalicelib.web.router import Route
from tests.support.applications import asked, changed, draft, example, filled, in_slot, program, submitted
from tests.support.http import Answer, Program
from tests.support.memory import MemoryTable
from tests.support.routes import ROUTES, name_of
from tests.support.world import World

Chosen = dict[str, str]  # identifiers, by their names in addresses and bodies
ZOE, TOM = "zoe@example.org", "tom@example.org"
SEED, DRAWS = 38, 10_000
OWN = [route for route in ROUTES if route.path.startswith("/{lang}/applications/{number}")]
NOBODYS = {"number": "999999999", "document": "f" * 32, "question": "f" * 32, "replaces": "f" * 32}
BODIES: dict[str, dict[str, object]] = {
    "AnswerQuestion": {"answer": "Oui."},
    "AddDocument": {"slot": "photograph"},
    "FindAddress": {},
    "Nothing": {},
    "SaveAnswers": {"seen": 99, "answers": {}},
    "SavePage": {"seen": 99, "answers": {}},
    "Submit": {"declaration": True},
}


class Estate(NamedTuple):
    """What belongs to one person: identifiers, and words that stand in that person's files alone."""

    identifiers: dict[str, list[str]]
    words: list[str]


def estate(world: World, email: str) -> Estate:
    """Make someone with an empty draft, a complete one, and a file that waits for an answer."""
    begun, complete = draft(world, email=email), filled(world, email=email)
    waiting = asked(world, submitted(world, email=email), f"Question à {email}")
    question = world.ids.new()
    changed(world, waiting, questions=(waiting.questions[0].replace(id=question),))
    documents = [in_slot(world, each, slot).id for each in (complete, waiting) for slot in ("photograph", "drawing")]
    numbers = [each.number for each in (begun, complete, waiting)]
    identifiers = {"number": numbers, "document": documents, "question": [question], "replaces": documents}
    return Estate(identifiers, [email, question, *numbers, *documents])


@cache
def asks_for(route: Route) -> tuple[str, ...]:
    """Return the names of the identifiers of persons' things that a request to the route holds."""
    named = [name for name in re.findall(r"{(\w+)}", route.path) if name in NOBODYS]
    in_form = "/address/" in route.path  # there, a question is one of the form
    body = ["replaces"] if route.body and "replaces" in route.body.model_fields else []
    return tuple(name for name in (*named, *body) if not (in_form and name == "question"))


def address(route: Route, chosen: Chosen) -> str:
    return route.path.format_map({"lang": "en", "question": "home", "page": "person", **chosen})


def ask(client: Program, route: Route, chosen: Chosen) -> Answer:
    """Send a request to the route, with a body that it takes."""
    if route.body is None:
        return client.get(address(route, chosen))
    replaces = {"replaces": chosen["replaces"]} if "replaces" in chosen else {}
    return client.post(address(route, chosen), json.dumps({**BODIES[route.body.__name__], **replaces}))


def draws(chance: random.Random, mine: Estate, theirs: Estate) -> Iterator[tuple[Route, Chosen]]:
    """Yield routes with identifiers of mine, of theirs and of nobody's; at least one is theirs."""
    for _ in range(DRAWS):
        route = chance.choice(OWN)
        pools = {name: (*mine.identifiers[name], *theirs.identifiers[name], NOBODYS[name]) for name in asks_for(route)}
        chosen = {name: chance.choice(pool) for name, pool in pools.items()}
        foreign = chance.choice(list(chosen))
        yield route, {**chosen, foreign: chance.choice(theirs.identifiers[foreign])}


@pytest.mark.req("SEC38", "SEC37")
def test_ten_thousand_swaps_of_identifiers_leak_nothing_and_change_nothing() -> None:
    table = MemoryTable()
    world = example()
    world.table = table
    zoe, tom = estate(world, ZOE), estate(world, TOM)
    client = program(world, create_app(world), ZOE)
    before, leaks = deepcopy(table.items), []
    for route, chosen in draws(random.Random(SEED), zoe, tom):  # noqa: S311 -- the same draws each time
        answer = ask(client, route, chosen)
        asked_for = address(route, chosen)
        said = [word for word in tom.words if word in answer.body]
        if answer.status != 404 or said:
            leaks.append((route.method, asked_for, answer.status, said))
    assert leaks == []
    assert table.items == before


@pytest.mark.req("SEC38")
@pytest.mark.parametrize("route", OWN, ids=name_of)
def test_anothers_and_nobodys_are_answered_with_the_same_bytes(route: Route) -> None:
    world = example()
    zoe, tom = estate(world, ZOE), estate(world, TOM)
    client = program(world, create_app(world), ZOE)
    mine = {name: zoe.identifiers[name][-1] for name in asks_for(route)}
    for name in mine:
        theirs = ask(client, route, {**mine, name: tom.identifiers[name][-1]})
        nobodys = ask(client, route, {**mine, name: NOBODYS[name]})
        assert (theirs.status, theirs.body) == (nobodys.status, nobodys.body)
        assert theirs.status == 404


def test_each_route_has_a_body_that_it_takes() -> None:
    assert {route.body.__name__ for route in OWN if route.body} == BODIES.keys()
