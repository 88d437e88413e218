"""Whatever is sent to an address of tracing is answered as the API's description says (REQUIREMENTS X3)."""

import json
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from chalicelib.counter import open_counter
from tests.support.described import described
from tests.support.http import Answer, Program, call
from tests.support.members import identifier, member
from tests.support.shipments import NUMBER, WAY, key, tell
from tests.support.world import GOOD, World

DOCUMENT = described("freight")
FOUND = schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in FOUND if isinstance(found, Ok))
    if "/tracing" in operation.path or "/shipments/" in operation.path
}
NUMBERS = st.sampled_from([NUMBER, "999999999", "104-700-213", f"{NUMBER},999999999", "1047", "x"])


def send(case: Case[Any], number: str) -> Answer:
    """Send it as the consignee, or as the carrier's system where that is who comes there."""
    world = World("freight")
    tell(world, WAY)
    member(world)
    app = open_counter(world)
    person = Program(app).post("/en/sign-in", identifier=identifier(world), password=GOOD).json["session"]
    proof = key(world, name="attacker") if "/events" in case.path else person
    headers = {"authorization": f"Bearer {proof}", "accept": "application/json", "content-type": "application/json"}
    parts = {**case.path_parameters, "number": number}
    path = case.path.format(**{name: quote(str(value), safe="%,") or "-" for name, value in parts.items()})
    return call(app, case.method, path, _body(case), headers)


def _body(case: Case[Any]) -> str:
    if case.media_type is None:
        return ""
    body: Any = case.body
    return body.decode("latin-1") if isinstance(body, bytes) else json.dumps(body)


def is_as_described(answer: Answer, case: Case[Any]) -> bool:
    responses = DOCUMENT["paths"][case.path][case.method.lower()]["responses"]
    said = responses.get(str(answer.status), responses["default"])
    if "content" not in said:
        return answer.body == ""
    media_type, content = next(iter(said["content"].items()))
    found = answer.body if media_type.startswith("text/") else answer.json
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    return answer.headers["Content-Type"] == media_type and jsonschema_rs.is_valid(schema, found)


@pytest.mark.req("X3", "T3", "SEC39")
@pytest.mark.parametrize("kind", list(GenerationMode), ids=lambda kind: kind.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_any_request_to_trace_or_to_tell_is_answered_as_described(name: str, kind: GenerationMode) -> None:
    @settings(max_examples=10, database=None)
    @given(OPERATIONS[name].as_strategy(generation_mode=kind), NUMBERS)
    def attack(case: Case[Any], number: str) -> None:
        answer = send(case, number)
        if answer.status != 303:  # the proof of delivery lies elsewhere
            assert answer.status < 500, answer
            assert is_as_described(answer, case), answer

    attack()
