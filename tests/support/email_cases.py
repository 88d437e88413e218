"""An email with the scenario that enqueues it, and the email as it stands in the outbox then."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast

from chalicelib.outbox.model import OutboxEmail
from chalicelib.outbox.storage import parse_email
from tests.support.memory import MemoryTable
from tests.support.world import World

Scenario = Callable[[], World]


class Case(NamedTuple):
    """An email, and what happens for it to be enqueued."""

    template: str
    scenario: Scenario

    def __str__(self) -> str:
        return f"{self.template}, {self.scenario.__name__}"


def sending(cases: list[Case]) -> Callable[[str], Callable[[Scenario], Scenario]]:
    """Return the decorator of a scenario that ends with an email, by the email's template."""

    def sends(template: str) -> Callable[[Scenario], Scenario]:
        def note(scenario: Scenario) -> Scenario:
            cases.append(Case(template, scenario))
            return scenario

        return note

    return sends


@cache
def enqueued_by(case: Case) -> tuple[World, OutboxEmail]:
    """Let it happen; return the world, and the last such email as it was enqueued."""
    world = case.scenario()
    items = [item for key, item in cast("MemoryTable", world.table).items.items() if key.sk == "OUTBOX"]
    return world, [parse_email(item) for item in items if item["template"] == case.template][-1]


def as_in(key: str, case: Case) -> tuple[World, OutboxEmail]:
    """Return the same email in both languages as another portal would send it, which may give no identifiers."""
    world, (_, sent) = World(key), enqueued_by(case)
    gives = world.portal.audiences[0].given is not None
    data = sent.data if gives or case.template != "activation" else {**sent.data, "given": ""}
    return world, sent.replace(language=None, data=data)
