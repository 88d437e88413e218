"""Whatever is sent to an address of tracing is answered as the API's description says (REQUIREMENTS X3)."""

from typing import Any
from urllib.parse import quote

import pytest
from chalice.app import Chalice
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from chalicelib.app_factory import create_app
from tests.support.described import body_of, described, is_as_described, operations
from tests.support.http import Answer, Program, call
from tests.support.members import identifier, member
from tests.support.shipments import NUMBER, WAY, key, tell
from tests.support.world import GOOD, World

DOCUMENT = described("freight")
OPERATIONS = {
    name: operation for name, operation in operations(DOCUMENT).items() if "/tracing" in name or "/shipments/" in name
}
NUMBERS = st.sampled_from([NUMBER, "999999999", "104-700-213", f"{NUMBER},999999999", "1047", "x"])


def attacked(path: str) -> tuple[Chalice, str]:
    """Return a counter, and the proof of its consignee, or of the carrier's system where that is who comes there."""
    world = World("freight")
    tell(world, WAY)
    member(world)
    app = create_app(world)
    if "/events" in path:
        return app, key(world, name="attacker")
    return app, Program(app).post("/en/sign-in", identifier=identifier(world), password=GOOD).json["session"]


def send(app: Chalice, proof: str, case: Case[Any], number: str) -> Answer:
    headers = {"authorization": f"Bearer {proof}", "accept": "application/json", "content-type": "application/json"}
    parts = {**case.path_parameters, "number": number}
    path = case.path.format(**{name: quote(str(value), safe="%,") or "-" for name, value in parts.items()})
    return call(app, case.method, path, body_of(case), headers)


@pytest.mark.req("X3", "T3", "SEC39")
@pytest.mark.parametrize("kind", list(GenerationMode), ids=lambda kind: kind.value)
@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.long
def test_any_request_to_trace_or_to_tell_is_answered_as_described(name: str, kind: GenerationMode) -> None:
    operation = OPERATIONS[name]
    app, proof = attacked(operation.path)

    @settings(max_examples=10, database=None)
    @given(operation.as_strategy(generation_mode=kind), NUMBERS)
    def attack(case: Case[Any], number: str) -> None:
        answer = send(app, proof, case, number)
        if answer.status != 303:  # the proof of delivery lies elsewhere
            assert answer.status < 500, answer
            assert is_as_described(answer, case.method, case.path, DOCUMENT), answer

    attack()
