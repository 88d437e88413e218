"""Whatever is sent to an action that it does not take is refused before anything is hashed or written."""

import json
from copy import deepcopy

import pytest

from chalicelib.app_factory import create_app
from chalicelib.web.problems import MEDIA_TYPE
from chalicelib.web.router import Route
from tests.support.http import Answer, Program, call
from tests.support.members import EMAIL, member
from tests.support.memory import MemoryTable
from tests.support.routes import ACTIONS, ROUTES, address, guard_name, name_of
from tests.support.world import GOOD, World

HOSTILE = {
    "a megabyte": (json.dumps({"password": "x" * 1_000_000}), 413),
    "five kilobytes": (json.dumps({"password": "x" * 5000}), 413),
    "nothing": ("", 400),
    "no JSON": ("{", 400),
    "an array": ("[]", 400),
    "a key that stands twice": ('{"email": "a@example.org", "email": "b@example.org"}', 400),
    "not a number": ('{"email": NaN}', 400),
    "endless nesting": ('{"email": ' + "[" * 1500 + "]" * 1500 + "}", 400),
    "half an emoji": ('{"email": "\\ud83d"}', 400),
    "an unknown field": ('{"role": "staff"}', 422),
}

# Bytes that a form may have where it is not four kilobytes: what is meant, written by hand.
LARGER = {
    "/{lang}/applications/{number}/questions/{question}": 64_000,
    "/{lang}/applications/{number}/form/{page}": 64_000,
    "/{lang}/applications/{number}/form/{page}/answers": 64_000,
    "/{lang}/applications/{number}/form/{page}/address/{question}": 64_000,
    "/{lang}/requests/{kind}": 64_000,
    "/{lang}/staff/sign-in/factor": 16_384,
    "/{lang}/staff/invitation/factor": 16_384,
    "/{lang}/staff/factors/new": 16_384,
    "/{lang}/staff/files/{number}/note": 64_000,
    "/{lang}/staff/files/{number}/question": 64_000,
    "/{lang}/staff/files/{number}/hold": 64_000,
    "/{lang}/staff/files/{number}/decision": 64_000,
    "/{lang}/staff/requests/{request}": 64_000,
    "/{lang}/staff/invoices/{number}/close": 64_000,
    "/{lang}/staff/invoices/{number}/credit": 64_000,
    "/{lang}/staff/invoices/{number}/refund": 64_000,
}

NOT_LET_IN = {
    "invoice_of_link": 422,
    "own_application": 404,
    "own_invoice": 404,
    "own_page": 404,
    "signed_in_as_staff": 401,
    "signed_in_just_now": 401,
    "signed_in_as_staff_with_file": 401,
    "signed_in_to_trace": 404,
    "tracing_is_on": 404,
    "request_form": 404,
}  # these come first: no such file, person, link or form here; nothing is traced


class Untouched:
    """Passwords that nobody may hash or compare now."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


@pytest.fixture(scope="session")
def world() -> World:
    return World("citizen-account", MemoryTable())


@pytest.fixture(scope="session")
def program(world: World) -> Program:
    """A program of a member who is signed in."""
    member(world)
    program = Program(create_app(world))
    program.post("/fr/sign-in", identifier=EMAIL, password=GOOD)
    world.passwords = Untouched()  # type: ignore[assignment]
    return program


def snapshot(world: World) -> object:
    assert isinstance(world.table, MemoryTable)
    return deepcopy(world.table.items)


@pytest.mark.req("SEC15", "SEC39", "SEC64", "X3")
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_a_hostile_body_is_a_problem_and_nothing_is_hashed_or_written(
    world: World, program: Program, route: Route, kind: str
) -> None:
    body, status = HOSTILE[kind]
    fits = route.body is not None and len(body) <= route.body.body_limit  # some take more: answers, passkeys
    status = NOT_LET_IN.get(guard_name(route), 422 if status == 413 and fits else status)
    before = snapshot(world)
    answer = program.post(address(route), body)
    assert (answer.status, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    assert snapshot(world) == before


@pytest.mark.req("SEC15")
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_a_megabyte_of_a_form_is_too_large_for_any_action(world: World, program: Program, route: Route) -> None:
    before = snapshot(world)
    assert _form(world, route, f"password={'x' * 1_000_000}").status == 413
    assert snapshot(world) == before


@pytest.mark.req("SEC15")
@pytest.mark.parametrize("route", ACTIONS, ids=name_of)
def test_a_form_may_have_so_many_bytes_and_not_one_more(world: World, route: Route) -> None:
    most = LARGER.get(route.path, 4096)
    assert _form(world, route, "a=" + "x" * (most - 2)).status != 413
    assert _form(world, route, "a=" + "x" * (most - 1)).status == 413


@pytest.mark.req("SEC15")
def test_events_of_shipments_may_have_half_a_megabyte_and_not_one_byte_more() -> None:
    (events,) = (route for route in ROUTES if route.is_for_machines and route.path.endswith("/events"))
    assert events.body is not None
    assert events.body.body_limit == 500_000


def test_every_larger_form_is_there() -> None:
    assert LARGER.keys() <= {route.path for route in ACTIONS}


def _form(world: World, route: Route, body: str) -> Answer:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return call(create_app(world), "POST", address(route), body, headers)
