"""Whatever a program sends, whether it fits the API's description or not, it gets what the description says (X3)."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from schemathesis import Case, GenerationMode

from chalicelib.accounts.actions.sessions import resume
from chalicelib.app_factory import create_app
from tests.support.described import DOCUMENT, body_of, is_as_described, operations
from tests.support.http import Answer, Program, call
from tests.support.members import identifier, member
from tests.support.world import GOOD, World

KINDS = list(GenerationMode)  # requests that fit, and requests that don't
OPERATIONS = operations(DOCUMENT)
EXAMPLES = 3  # of each kind for each operation


class Attacker:
    """Someone who is always signed in: again after what ended the session."""

    def __init__(self) -> None:
        self._world = World("citizen-account")
        member(self._world)
        self._app = create_app(self._world)
        self._session = ""

    def send(self, case: Case[Any]) -> Answer:
        """Send it with the session, unless it has a proof of its own."""
        own = {name.lower(): str(value) for name, value in case.headers.items()}
        headers = {"authorization": f"Bearer {self._proof()}", **own, "accept": "application/json"}
        headers |= {"content-type": case.media_type} if case.media_type else {}
        parts = {name: quote(str(value), safe="%") or "-" for name, value in case.path_parameters.items()}
        query = urlencode(case.query, doseq=True)
        return call(self._app, case.method, f"{case.path.format(**parts)}?{query}", body_of(case), headers)

    def _proof(self) -> str:
        if resume(self._world, self._session, self._world.now) is None:
            proof = {"identifier": identifier(self._world), "password": GOOD}
            self._session = Program(self._app).post("/en/sign-in", **proof).json["session"]
        return self._session


@pytest.mark.req("X3", "SEC39", "SEC58")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.long
def test_any_request_is_answered_as_described(name: str, kind: GenerationMode) -> None:
    operation, attacker = OPERATIONS[name], Attacker()

    @settings(max_examples=EXAMPLES, database=None)
    @given(operation.as_strategy(generation_mode=kind))
    def attack(case: Case[Any]) -> None:
        answer = attacker.send(case)
        assert answer.status < 500, answer
        assert is_as_described(answer, operation.method, operation.path), answer

    attack()
