"""Sends one random sequence of requests to worlds that differ in a hidden fact, and says what tells them apart."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import takewhile
from random import Random
from typing import Any

from chalicelib.app_factory import create_app
from chalicelib.portal.model import Portal
from chalicelib.portal.spans import Limit, SharedLimit
from tests.faults.twins.facts import ALIKE, Fact, opened
from tests.faults.twins.strangers import (
    ANYWHERE,
    NETWORKS,
    OTHER,
    OWN,
    SECOND,
    UNLIKE,
    WHERE_PEOPLE_SIGN_UP,
    WHERE_STAFF_HELP,
    Asking,
    Client,
    Draw,
    Twin,
)
from tests.support.http import Answer
from tests.support.memory import MemoryTable
from tests.support.portals import portal_of
from tests.support.world import START, StillClock, World

REQUESTS = 32
SHOWN = 60  # characters of a difference, before and after it
MORE_FACTS = 2  # of a kind, beside the two that differ most
HOUR, SETTLED = timedelta(hours=1), timedelta(minutes=3)  # facts come about in less
MOMENT = timedelta(seconds=1)
PAUSES = (*[MOMENT] * 12, *[61 * MOMENT] * 3, timedelta(minutes=31), timedelta(minutes=46), 25 * HOUR)
OWN_IDENTIFIER = "70000002"
SINCE = (timedelta(0), timedelta(seconds=30), timedelta(minutes=10), 3 * HOUR)  # since the fact came about
Face = tuple[Any, ...]


@cache
def small(key: str, size: int) -> Portal:
    """Return a portal whose limits are so small that a few requests meet them."""
    portal = portal_of(key)
    policies = portal.policies
    limits = policies.limits.replace(
        sign_in_failures=SharedLimit(count=4 + 2 * size, per=HOUR, when_spent=1 + size),
        sign_in_failures_overall=Limit(count=8 + 4 * size, per=HOUR),
        requests=Limit(count=9 + 6 * size, per=HOUR),
        mails=Limit(count=1 + size, per=24 * HOUR),
    )
    activation = policies.activation.replace(code_tries=1 + size, max_sends=1 + size)
    lockout = policies.lockout.replace(attempts=1 + size, lifetime_attempts=6)
    return portal.replace(policies=policies.replace(limits=limits, activation=activation, lockout=lockout))


class Sequence:
    """The requests that a seed draws, and the portal and facts that they are sent to."""

    def __init__(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 -- the same sequence each time
        key = chance.choice(sorted(ALIKE))
        self.portal = small(key, chance.randint(1, 2))
        facts = chance.choice(ALIKE[key])
        self.facts = (*facts[:2], *chance.sample(facts[2:], MORE_FACTS))
        self.since = chance.choice(SINCE)
        self.steps = list(_steps(chance, self.portal))

    def differences(self) -> list[str]:
        """Return what a stranger could tell of two facts by: nothing, where all is well."""
        lives = {fact.__name__: self._lived(fact) for fact in self.facts}
        first, expected = next(iter(lives.items()))
        found = (
            (first, name, number, _apart(one, other))
            for name, life in lives.items()
            for number, (one, other) in enumerate(zip(expected, life, strict=True))
            if one != other
        )
        return [f"{one} or {other}, request {number}: {what}" for one, other, number, what in found if what]

    def _lived(self, fact: Fact) -> list[Face]:
        """Return what strangers see of a world in which this is so, and at last what their own mailboxes hold."""
        table = MemoryTable()
        world = World(self.portal, table)
        table.on_write = lambda _item: None  # the rows are held to their kinds elsewhere
        opened(world, OWN, OWN_IDENTIFIER)
        fact(world)
        world.clock = StillClock(START + SETTLED + self.since)
        audience = self.portal.audiences[0]
        twin = Twin(world, table, create_app(world), OWN if audience.identifiers[0] == "email" else OWN_IDENTIFIER)
        seen: list[Face] = []
        for pause, asking in self.steps:
            world.clock.advance(pause)
            seen.append(tuple(map(face, asking(twin))))
        return [*seen, *(_inbox(twin, to) for to in (OWN, SECOND, OTHER))]


def _steps(chance: Random, portal: Portal) -> Iterator[tuple[timedelta, Asking]]:
    """Yield pauses and requests: of a few kinds, mostly by one client, so that limits are met."""
    kinds: list[Draw] = list(ANYWHERE)
    kinds += WHERE_PEOPLE_SIGN_UP if portal.policies.sign_up.open else ()
    kinds += WHERE_STAFF_HELP if portal.policies.requests else ()
    favourites = chance.sample(kinds, 3)
    habits = [_client(chance) for _ in range(2)]
    for _ in range(REQUESTS):
        kind = chance.choice(favourites if chance.random() < 0.8 else kinds)
        client = chance.choice(habits) if chance.random() < 0.8 else _client(chance)
        yield chance.choice(PAUSES), kind(chance, client)


def _client(chance: Random) -> Client:
    return Client(chance.randrange(len(NETWORKS)), chance.random() < 0.6, chance.choice(("fr", "en")))


def face(answer: Answer) -> Face:
    """Return all that a client sees of an answer: of cookies, their names and lengths."""
    cookies = [(line.partition("=")[0], len(line)) for line in answer.cookies]
    return answer.status, sorted(answer.headers.items()), sorted(cookies), answer.body


def _inbox(twin: Twin, to: str) -> Face:
    return tuple((mail.template, sorted(mail.data.items()), mail.created_at) for mail in twin.mails(to))


def _apart(one: Face, other: Face) -> str:
    """Return where two faces begin to differ, with what is drawn anew left out; nothing where they don't."""
    texts = [_masked(str(each)) for each in (one, other)]
    if texts[0] == texts[1]:
        return ""
    at = len(list(takewhile(lambda both: both[0] == both[1], zip(*texts, strict=False))))
    return " or ".join(repr(text[max(at - SHOWN, 0) : at + SHOWN]) for text in texts)


def _masked(text: str) -> str:
    """Return a text with the length of what is drawn anew in each twin in its place."""
    return re.sub(UNLIKE, lambda found: f"<{len(found[0])}>", text)
