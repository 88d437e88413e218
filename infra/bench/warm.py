"""What a warm answer costs without table and hash: framework, action, page model and template, in CPU time."""

import json
import statistics
import time

from infra.bench.actions import EMAIL, SIGN_IN
from infra.bench.events import Json, get
from infra.bench.instant import InstantPasswords, InstantTable
from infra.bench.metered_app import Metered
from infra.trouble import Trouble

ROUNDS, FIRST_ROUNDS = 500, 20  # the first ones fill caches and are not counted


def measure(metered: Metered, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median CPU time of each kind of answer, in milliseconds; the application is used up by it."""
    session = _session(metered)
    services = metered.services
    services.table = InstantTable(services.table)
    services.passwords = InstantPasswords()
    events = {
        "sign-in page": get("/sign-in"),
        "account page": get("/account", session),
        "account page as JSON": get("/account", session, accept="application/json"),
        "sign-in as JSON": SIGN_IN,
    }
    return {name: statistics.median(_times(metered, event, rounds)) for name, event in events.items()}


def _session(metered: Metered) -> str:
    answer = metered.app(SIGN_IN, None)
    if answer["statusCode"] != 200:
        raise Trouble(f"{EMAIL} can’t sign in: {answer}")
    return str(json.loads(answer["body"])["session"])


def _times(metered: Metered, event: Json, rounds: int) -> list[float]:
    for _ in range(FIRST_ROUNDS):
        metered.app(event, None)
    return [_time(metered, event) for _ in range(rounds)]


def _time(metered: Metered, event: Json) -> float:
    begun = time.process_time_ns()
    answer = metered.app(event, None)
    spent = (time.process_time_ns() - begun) / 1e6
    if answer["statusCode"] != 200:
        raise Trouble(f"{event['path']}: {answer}")
    return spent
