"""Whatever a program sends, whether it fits the API's description or not, it gets what the description says (X3)."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from chalice.app import Chalice
from hypothesis import given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from chalicelib.counter import open_counter
from tests.support.described import DOCUMENT, is_as_described
from tests.support.http import Answer, Program, call
from tests.support.members import identifier, member
from tests.support.world import GOOD, World

KINDS = list(GenerationMode)  # requests that fit, and requests that don't
FOUND = schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in FOUND if isinstance(found, Ok))
}
EXAMPLES = max(3, 400 // len(OPERATIONS))  # of each kind for each operation: some ten seconds in all


def send(case: Case[Any], world: World, app: Chalice) -> Answer:
    """Send it as someone who has just signed in, unless it has a proof of its own."""
    session = Program(app).post("/en/sign-in", identifier=identifier(world), password=GOOD).json["session"]
    own = {name.lower(): str(value) for name, value in case.headers.items()}
    headers = {"authorization": f"Bearer {session}", **own, "accept": "application/json"}
    parts = {name: quote(str(value), safe="%") or "-" for name, value in case.path_parameters.items()}
    query = urlencode(case.query, doseq=True)
    return call(app, case.method, f"{case.path.format(**parts)}?{query}", *_body(case, headers))


def _body(case: Case[Any], headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the body as it is sent, and the headers with its media type."""
    if case.media_type is None:
        return "", headers
    body: Any = case.body
    text = body.decode("latin-1") if isinstance(body, bytes) else json.dumps(body)
    return text, {**headers, "content-type": case.media_type}


@pytest.mark.req("X3", "SEC39", "SEC58")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_any_request_is_answered_as_described(name: str, kind: GenerationMode) -> None:
    operation, world = OPERATIONS[name], World("citizen-account")
    member(world)
    app = open_counter(world)

    @settings(max_examples=EXAMPLES, database=None)
    @given(operation.as_strategy(generation_mode=kind))
    def attack(case: Case[Any]) -> None:
        answer = send(case, world, app)
        assert answer.status < 500, answer
        assert is_as_described(answer, operation.method, operation.path), answer

    attack()
